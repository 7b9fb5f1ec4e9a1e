"""Path counts of the 3+3 (Norris 2020, complete path enumeration).

The number of paths of the 3+3 with de-escalation, six treated at the MTD, complete cohorts
told apart by their number of DLTs, is published with the R package ``precautionary`` (2020)
for 1 to 8 doses. Recipe: enumerate the paths of the rule written as a grammar and count them.
"""

from __future__ import annotations

import pytest

from dosepath.designs import ThreePlusThree
from dosepath.pathways import count_paths, enumerate_paths

PUBLISHED = {1: 10, 2: 46, 3: 154, 4: 442, 5: 1162, 6: 2890, 7: 6922, 8: 16138}


@pytest.mark.published
@pytest.mark.parametrize(("doses", "paths"), PUBLISHED.items())
def test_number_of_paths(doses: int, paths: int) -> None:
    assert count_paths(ThreePlusThree(levels=doses, six_at_mtd="always")) == paths


def test_counting_and_walking_agree() -> None:
    design = ThreePlusThree(levels=4, six_at_mtd="always")
    walked = [str(course.path) for course in enumerate_paths(design)]
    assert len(walked) == len(set(walked)) == PUBLISHED[4]
