"""Every design and behaviour: exact figures against all courses walked one by one."""

from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np
import pytest

from dosepath.pathways import (
    TooManyStates,
    compile_design,
    count_paths,
    enumerate_paths,
    operating_characteristics,
)
from tests.properties.test_every_design import TABLE, made

# More courses than this take too long to walk one by one.
COURSES = 12_000
EXAMPLES = [
    pytest.param(example, id=f"{name}-{number}")
    for kind in ("designs", "behaviours")
    for name, examples in TABLE[kind].items()
    for number, example in enumerate(examples, start=1)
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_exact_figures_are_those_of_all_courses(example: dict[str, Any]) -> None:
    design = made(example)
    try:
        courses_there_are = count_paths(design, limit=COURSES)
    except TooManyStates:
        pytest.skip("too many states to walk one by one")
    if courses_there_are > COURSES:
        pytest.skip("too many courses to walk one by one")
    share = np.linspace(0.08, 0.5, design.levels)
    truth = {"dlt": share, "grade_2": (1 - share) * 0.3, "response": share[::-1]}
    result = operating_characteristics(compile_design(design), truth)
    courses = list(enumerate_paths(design, scenario=truth))
    chosen = [
        fsum(one.probability for one in courses if (one.mtd or 0) == level)
        for level in range(design.levels + 1)
    ]
    assert result.selection == pytest.approx(chosen, rel=0, abs=1e-12)
    sizes = [fsum(one.probability for one in courses if one.n == n) for n in result.sizes]
    assert result.size_probability == pytest.approx(sizes, rel=0, abs=1e-12)
    dlts = fsum(one.probability * one.dlt for one in courses)
    assert float(result.expected_dlts) == pytest.approx(dlts, rel=0, abs=1e-12)
    assert float(result.cohorts) == pytest.approx(
        fsum(one.probability * len(one.path) for one in courses), rel=0, abs=1e-12
    )
