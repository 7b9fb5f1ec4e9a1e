"""What follows from a design: states, exact operating characteristics, proofs, simulation."""

from dosepath.pathways.ahead import Ahead, Branch, look_ahead, settled
from dosepath.pathways.explore import TooManyStates
from dosepath.pathways.scenario import Scenario, read_scenario

__all__ = [
    "Ahead",
    "Branch",
    "Scenario",
    "TooManyStates",
    "look_ahead",
    "read_scenario",
    "settled",
]
