"""What follows from a design: states, exact operating characteristics, proofs, simulation."""

from dosepath.pathways.ahead import Ahead, Branch, decision_row, look_ahead, settled
from dosepath.pathways.characteristics import (
    OperatingCharacteristics,
    operating_characteristics,
)
from dosepath.pathways.comparison import (
    CORRECT,
    Cell,
    Comparison,
    Correct,
    Question,
    common_target,
    right_level,
)
from dosepath.pathways.courses import Course, count_paths, enumerate_paths
from dosepath.pathways.evaluation import (
    Effort,
    check_scenarios,
    compare,
    comparing,
    evaluate,
)
from dosepath.pathways.explore import TooManyStates
from dosepath.pathways.laws import Law, Proof, prove
from dosepath.pathways.program import BrokenDesign, Program, compile_design
from dosepath.pathways.scenario import Scenario, read_scenario
from dosepath.pathways.simulation import Simulation, simulate
from dosepath.pathways.tabulate import Answer, DecisionTable, Situation, TableRow, decision_table

__all__ = [
    "CORRECT",
    "Ahead",
    "Answer",
    "Branch",
    "BrokenDesign",
    "Cell",
    "Comparison",
    "Correct",
    "Course",
    "DecisionTable",
    "Effort",
    "Law",
    "OperatingCharacteristics",
    "Program",
    "Proof",
    "Question",
    "Scenario",
    "Simulation",
    "Situation",
    "TableRow",
    "TooManyStates",
    "check_scenarios",
    "common_target",
    "compare",
    "comparing",
    "compile_design",
    "count_paths",
    "decision_row",
    "decision_table",
    "enumerate_paths",
    "evaluate",
    "look_ahead",
    "operating_characteristics",
    "prove",
    "read_scenario",
    "right_level",
    "settled",
    "simulate",
]
