"""What follows from a design: states, exact operating characteristics, proofs, simulation."""

from dosepath.pathways.ahead import Ahead, Branch, look_ahead, settled
from dosepath.pathways.characteristics import (
    OperatingCharacteristics,
    operating_characteristics,
)
from dosepath.pathways.explore import TooManyStates
from dosepath.pathways.program import BrokenDesign, Program, compile_design
from dosepath.pathways.scenario import Scenario, read_scenario

__all__ = [
    "Ahead",
    "Branch",
    "BrokenDesign",
    "OperatingCharacteristics",
    "Program",
    "Scenario",
    "TooManyStates",
    "compile_design",
    "look_ahead",
    "operating_characteristics",
    "read_scenario",
    "settled",
]
