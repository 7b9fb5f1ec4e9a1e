"""Liver scores and CTCAE grades: pure functions from named values to an answer or unknown."""

from dosepath.clinical.aarc import AarcInput, aarc
from dosepath.clinical.child_pugh import (
    CHILD_PUGH_VARIANTS,
    Ascites,
    ChildPughInput,
    ChildPughVariant,
    albi,
    child_pugh,
)
from dosepath.clinical.clif import (
    ClifInput,
    Ventilation,
    clif_c_aclf,
    clif_c_of,
    easl_clif_grade,
)
from dosepath.clinical.grading import (
    Grading,
    LabValue,
    grade_baseline,
    grade_lab,
    lab_terms,
    terms_for,
    worsened,
)
from dosepath.clinical.lab_rule import LabTerm
from dosepath.clinical.meld import (
    Meld3Input,
    MeldInput,
    meld,
    meld_3_0,
    meld_na_kim_2008,
    meld_na_optn_2016,
)
from dosepath.clinical.score import (
    BILIRUBIN_UMOL_PER_MG_DL,
    CREATININE_UMOL_PER_MG_DL,
    Score,
)
from dosepath.clinical.term_list import EVENT_TERMS, EventTerm

__all__ = [
    "BILIRUBIN_UMOL_PER_MG_DL",
    "CHILD_PUGH_VARIANTS",
    "CREATININE_UMOL_PER_MG_DL",
    "EVENT_TERMS",
    "AarcInput",
    "Ascites",
    "ChildPughInput",
    "ChildPughVariant",
    "ClifInput",
    "EventTerm",
    "Grading",
    "LabTerm",
    "LabValue",
    "Meld3Input",
    "MeldInput",
    "Score",
    "Ventilation",
    "aarc",
    "albi",
    "child_pugh",
    "clif_c_aclf",
    "clif_c_of",
    "easl_clif_grade",
    "grade_baseline",
    "grade_lab",
    "lab_terms",
    "meld",
    "meld_3_0",
    "meld_na_kim_2008",
    "meld_na_optn_2016",
    "terms_for",
    "worsened",
]
