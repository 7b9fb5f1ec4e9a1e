"""What follows from a design: states, exact operating characteristics, proofs, simulation."""

from dosepath.pathways.ahead import Ahead, Branch, decision_row, look_ahead, settled
from dosepath.pathways.blocks import in_blocks
from dosepath.pathways.by_step import DecisionsByStep, decisions_by_step
from dosepath.pathways.calibration import (
    OVER,
    Calibration,
    Candidate,
    Goal,
    Over,
    Search,
    calibrate,
    calibrating,
    calibration_scenarios,
    candidates_of,
    spaced,
)
from dosepath.pathways.characteristics import (
    OperatingCharacteristics,
    dosed_beyond,
    operating_characteristics,
)
from dosepath.pathways.comparison import (
    CORRECT,
    Ceiling,
    Cell,
    Comparison,
    Correct,
    Question,
    cells_of,
    common_target,
    right_level,
)
from dosepath.pathways.contest import Contest, Piece
from dosepath.pathways.courses import Course, count_paths, enumerate_paths
from dosepath.pathways.effort import Effort
from dosepath.pathways.evaluation import compare, comparing, evaluate, with_benchmark
from dosepath.pathways.generators import Paoletti, PseudoUniform, Scenarios
from dosepath.pathways.gradients import Gradients, gradients
from dosepath.pathways.laws import prove, prove_by_law
from dosepath.pathways.optimum import Benchmark, benchmark
from dosepath.pathways.outlook import Outlook, outlook
from dosepath.pathways.planning import Plan, plan
from dosepath.pathways.posterior import Beliefs, Posterior, posterior_scenarios
from dosepath.pathways.program import (
    BrokenDesign,
    Program,
    compile_design,
    forget_compiled,
)
from dosepath.pathways.proof import Law, Limits, NotAsked, Proof
from dosepath.pathways.sampling import Estimate, Sampling
from dosepath.pathways.scenario import Scenario, check_scenarios, read_scenario
from dosepath.pathways.simulation import Simulation, simulate
from dosepath.pathways.spread import Spread, in_turn, on_processes
from dosepath.pathways.states import TooManyStates
from dosepath.pathways.sweep import sweep
from dosepath.pathways.tabulate import Answer, DecisionTable, Situation, TableRow, decision_table
from dosepath.pathways.time_course import TimeCourse
from dosepath.pathways.timed import TimedJob, TimedSimulation, simulate_in_time
from dosepath.pathways.trials import TrialJob, simulate_trials

__all__ = [
    "CORRECT",
    "OVER",
    "Ahead",
    "Answer",
    "Beliefs",
    "Benchmark",
    "Branch",
    "BrokenDesign",
    "Calibration",
    "Candidate",
    "Ceiling",
    "Cell",
    "Comparison",
    "Contest",
    "Correct",
    "Course",
    "DecisionTable",
    "DecisionsByStep",
    "Effort",
    "Estimate",
    "Goal",
    "Gradients",
    "Law",
    "Limits",
    "NotAsked",
    "OperatingCharacteristics",
    "Outlook",
    "Over",
    "Paoletti",
    "Piece",
    "Plan",
    "Posterior",
    "Program",
    "Proof",
    "PseudoUniform",
    "Question",
    "Sampling",
    "Scenario",
    "Scenarios",
    "Search",
    "Simulation",
    "Situation",
    "Spread",
    "TableRow",
    "TimeCourse",
    "TimedJob",
    "TimedSimulation",
    "TooManyStates",
    "TrialJob",
    "benchmark",
    "calibrate",
    "calibrating",
    "calibration_scenarios",
    "candidates_of",
    "cells_of",
    "check_scenarios",
    "common_target",
    "compare",
    "comparing",
    "compile_design",
    "count_paths",
    "decision_row",
    "decision_table",
    "decisions_by_step",
    "dosed_beyond",
    "enumerate_paths",
    "evaluate",
    "forget_compiled",
    "gradients",
    "in_blocks",
    "in_turn",
    "look_ahead",
    "on_processes",
    "operating_characteristics",
    "outlook",
    "plan",
    "posterior_scenarios",
    "prove",
    "prove_by_law",
    "read_scenario",
    "right_level",
    "settled",
    "simulate",
    "simulate_in_time",
    "simulate_trials",
    "spaced",
    "sweep",
    "with_benchmark",
]
