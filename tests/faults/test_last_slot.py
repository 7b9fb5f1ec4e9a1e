"""One place, many who ask for it at the same moment from the command line: one has it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.site import Site
from tests.faults.waiting import waiting

pytestmark = pytest.mark.slow
WRITERS = 8


@pytest.fixture
def crowd(
    made: Callable[..., Path], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """Eight are enrolled; the protocol's first cohort has one place."""
    study = waiting(tmp_path / "study", WRITERS)
    folder = made("eight-wait", study)
    return Site(Path(shutil.copytree(folder, tmp_path / "site")))


def test_eight_commands_want_the_last_slot_and_one_has_it(crowd: Site) -> None:
    before = crowd.kinds()
    people = [f"P-{number:03}" for number in range(1, WRITERS + 1)]
    said = crowd.at_once(*(("reserve", person, "--as", "coordinator") for person in people))
    answers = dict(zip(people, said, strict=True))
    winners = [person for person, answer in answers.items() if answer.code == 0]
    assert len(winners) == 1, answers
    # The others are told in words, by the code for a refusal, and nothing of theirs is stored.
    for person in set(people) - set(winners):
        assert answers[person].code == 3, answers[person]
        assert "place" in answers[person].err or "slot" in answers[person].err
        assert "Traceback" not in answers[person].err
    assert crowd.kinds()[len(before) :] == ["slot_reserved"]
    assert crowd.rows("SELECT participant FROM store_slot_claim") == [(winners[0],)]
    crowd.verified()


def test_one_command_sent_six_times_with_one_key_is_carried_out_once(crowd: Site) -> None:
    """A double click, and a retry after a lost connection."""
    before = crowd.kinds()
    command = ("reserve", "P-001", "--as", "coordinator", "--key", "form-1")
    answers = crowd.at_once(*[command] * 6)
    assert [answer.code for answer in answers] == [0] * 6, answers
    assert sum("nothing new is recorded" in answer.out for answer in answers) == 5
    assert crowd.kinds()[len(before) :] == ["slot_reserved"]
    crowd.verified()
