"""Dose-escalation designs: each a frozen value that answers what is next, and why."""

from dosepath.designs.accelerated_titration import AcceleratedTitration
from dosepath.designs.backfilling import Filler, filler_of
from dosepath.designs.batch import Batch, Moves, decide_many
from dosepath.designs.behaviour import (
    CapOnN,
    ConditionalLevels,
    DemandAtMtd,
    Expansion,
    NoSkipping,
    StopAtRecommended,
    TooToxic,
    select_many,
)
from dosepath.designs.bf_boin import BfBoin
from dosepath.designs.blrm import Blrm
from dosepath.designs.boin import Boin
from dosepath.designs.boin12 import Boin12
from dosepath.designs.boin_titration import BoinTitration
from dosepath.designs.catalogue import BEHAVIOURS, CATALOGUE, Entry, build
from dosepath.designs.cells import Action
from dosepath.designs.crm import Crm
from dosepath.designs.decision import Counts, Decision, Design, Stop, Tally, Treat, Wait
from dosepath.designs.decision_table import DecisionTable
from dosepath.designs.ewoc import Ewoc
from dosepath.designs.i3plus3 import IThreePlusThree
from dosepath.designs.interval import Interval
from dosepath.designs.keyboard import Keyboard
from dosepath.designs.model_based import ModelBased, Posterior
from dosepath.designs.mtpi import Mtpi
from dosepath.designs.mtpi_2 import Mtpi2
from dosepath.designs.notation import (
    Cohort,
    Path,
    Replay,
    Step,
    format_path,
    parse_path,
    replay_path,
)
from dosepath.designs.parts import (
    Parameter,
    Part,
    entry_of,
    parts_of,
    tells_top,
    with_parameters,
)
from dosepath.designs.rolling_six import RollingSix
from dosepath.designs.simon import simon_design
from dosepath.designs.skeleton import Indifference, skeleton_from_indifference
from dosepath.designs.stage import (
    heeds_grade_2,
    merge,
    merge_tally,
    most_dlts,
    most_per_level,
    needs,
    phase,
    select,
    selects,
    six_at_mtd,
    six_at_mtd_variants,
    warnings,
)
from dosepath.designs.stagger import Stagger
from dosepath.designs.stepping import Boundary, Stepping
from dosepath.designs.table_cells import CellAction, TableCells
from dosepath.designs.table_file import read_table_csv
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.designs.tite_boin import TiteBoin
from dosepath.designs.tite_crm import TiteCrm
from dosepath.designs.tpi import Tpi
from dosepath.designs.two_agent_boin import TwoAgentBoin
from dosepath.designs.u_boin import UBoin

__all__ = [
    "BEHAVIOURS",
    "CATALOGUE",
    "AcceleratedTitration",
    "Action",
    "Batch",
    "BfBoin",
    "Blrm",
    "Boin",
    "Boin12",
    "BoinTitration",
    "Boundary",
    "CapOnN",
    "CellAction",
    "Cohort",
    "ConditionalLevels",
    "Counts",
    "Crm",
    "Decision",
    "DecisionTable",
    "DemandAtMtd",
    "Design",
    "Entry",
    "Ewoc",
    "Expansion",
    "Filler",
    "IThreePlusThree",
    "Indifference",
    "Interval",
    "Keyboard",
    "ModelBased",
    "Moves",
    "Mtpi",
    "Mtpi2",
    "NoSkipping",
    "Parameter",
    "Part",
    "Path",
    "Posterior",
    "Replay",
    "RollingSix",
    "Stagger",
    "Step",
    "Stepping",
    "Stop",
    "StopAtRecommended",
    "TableCells",
    "Tally",
    "ThreePlusThree",
    "TiteBoin",
    "TiteCrm",
    "TooToxic",
    "Tpi",
    "Treat",
    "TwoAgentBoin",
    "UBoin",
    "Wait",
    "build",
    "decide_many",
    "entry_of",
    "filler_of",
    "format_path",
    "heeds_grade_2",
    "merge",
    "merge_tally",
    "most_dlts",
    "most_per_level",
    "needs",
    "parse_path",
    "parts_of",
    "phase",
    "read_table_csv",
    "replay_path",
    "select",
    "select_many",
    "selects",
    "simon_design",
    "six_at_mtd",
    "six_at_mtd_variants",
    "skeleton_from_indifference",
    "tells_top",
    "warnings",
    "with_parameters",
]
