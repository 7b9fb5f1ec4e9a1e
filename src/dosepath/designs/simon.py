"""Simon's designs 1 to 4, by their number.

Source: Simon R et al. Accelerated titration designs for phase I clinical trials in
oncology. J Natl Cancer Inst 1997;89:1138-47, doi 10.1093/jnci/89.15.1138.
"""

from __future__ import annotations

from dosepath.designs.accelerated_titration import AcceleratedTitration
from dosepath.designs.decision import Design
from dosepath.designs.options import SixAtMtd, check_choice
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.quantity import FaultsFound


def simon_design(
    number: int,
    levels: int,
    *,
    start_level: int = 1,
    six_at_mtd: SixAtMtd = "after_de_escalation",
) -> Design:
    """One of Simon's designs on a ladder of steps of 40%.

    ======  ==========================================================================
    number  rule
    ======  ==========================================================================
    1       cohorts of 3, up by 40%
    2       one participant per level, up by 40%; the first DLT or the second event of
            grade 2, both in the first course, leads back to design 1
    3       as 2, but up by 100%: two levels of the ladder at a time, since 1.4 x 1.4 is
            about 2; after the trigger by 40%
    4       as 3, but events of any course count
    ======  ==========================================================================

    Designs 3 and 4 are the same rule. They differ in what the study counts as a DLT and as
    an event of grade 2: in design 4 the window ends with treatment, not with the course.
    The paper also lets doses vary within a participant; that is no part of this rule.

    Args:
        number: 1 to 4.
        levels: the number of dose levels, each 40% above the one before.
        start_level: 1-based level of the first participant.
        six_at_mtd: as for :class:`ThreePlusThree`; the paper does not say.

    Raises:
        FaultsFound: every impossible parameter.
    """
    if faults := list(check_choice("number", number, (1, 2, 3, 4))):
        raise FaultsFound(faults)
    if number == 1:
        return ThreePlusThree(levels=levels, start_level=start_level, six_at_mtd=six_at_mtd)
    return AcceleratedTitration(
        escalation=ThreePlusThree(levels=levels, six_at_mtd=six_at_mtd),
        start_level=start_level,
        titration_step=1 if number == 2 else 2,
        grade_2_threshold=2,
        grade_2_scope="all_levels",
    )
