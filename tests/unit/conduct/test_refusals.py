"""Every refusal of conduct comes about as described. A code without a case fails the tests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import dosepath
from dosepath import conduct, wording
from dosepath.conduct import Refused
from tests.unit.conduct import refusals_after_dosing, refusals_of_parts, refusals_until_dosing
from tests.unit.conduct.playing import AUDITOR, Play

CASES = refusals_until_dosing.CASES
assert refusals_after_dosing.case is refusals_until_dosing.case is refusals_of_parts.case


def source_codes() -> set[str]:
    found = set()
    for path in (Path(dosepath.__file__).parent / "conduct").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and str(node.value).startswith("refused."):
                found.add(str(node.value))
    return found


def test_every_refusal_has_a_case() -> None:
    assert source_codes() == set(CASES)


@pytest.mark.parametrize("code", sorted(CASES))
def test_refused(code: str) -> None:
    trial = (
        Play() if code in ("refused.trial_not_open", "refused.study_incomplete") else Play().open()
    )
    assert code in CASES[code](trial)


def test_a_refusal_reads_as_sentences() -> None:
    trial = Play().open()
    with pytest.raises(Refused) as refusal:
        trial.do(conduct.enrol, trial.consented(), by=AUDITOR)
    (reason,) = refusal.value.reasons
    assert wording.say(reason) == (
        "Not done: the role auditor may not do this (participant.enrol). Ask: investigator."
    )
