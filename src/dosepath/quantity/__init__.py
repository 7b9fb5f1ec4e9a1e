"""Values with units, observations, study time and the errors about them."""

from dosepath.quantity.errors import DosePathError, Fault, FaultsFound, Place

__all__ = ["DosePathError", "Fault", "FaultsFound", "Place"]
