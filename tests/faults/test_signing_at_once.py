"""Two people, or one person twice, sign the same decision at the same moment."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults.site import DECISION, Site, ended

pytestmark = pytest.mark.slow


@pytest.fixture
def proposed(site: Site) -> Site:
    """A decision that two of three have signed."""
    site.done("decide", "propose", "--as", "statistician", "--yes")
    for name in ("statistician", "independent_physician"):
        site.done("sign", DECISION, "--as", name, "--yes")
    return site


def signed(site: Site, since: int) -> Counter[object]:
    return Counter(site.kinds()[since:])


def test_two_chairs_sign_at_once_and_the_decision_takes_effect_once(proposed: Site) -> None:
    before = len(proposed.kinds())
    chairs = ("investigator", "investigator-2")
    answers = proposed.at_once(*(("sign", DECISION, "--as", name, "--yes") for name in chairs))
    assert {answer.code for answer in answers} <= {0, 3}, answers
    assert 0 in {answer.code for answer in answers}
    said = signed(proposed, before)
    assert said["decision_effective"] == 1
    assert said["decision_signed"] == sum(answer.code == 0 for answer in answers)
    proposed.verified()


@pytest.mark.soak
def test_one_chair_signs_from_two_windows_and_there_is_one_signature(proposed: Site) -> None:
    before = len(proposed.kinds())
    command = ("sign", DECISION, "--as", "investigator", "--yes")
    answers = proposed.at_once(command, command)
    assert sorted(answer.code for answer in answers) == [0, 3], answers
    refused = next(answer for answer in answers if answer.code == 3)
    assert "Traceback" not in refused.err
    assert signed(proposed, before) == {"decision_signed": 1, "decision_effective": 1}
    proposed.verified()


@pytest.mark.soak
def test_a_wrong_password_signs_nothing_and_is_on_record(proposed: Site) -> None:
    before = proposed.kinds()
    tried = ("SELECT count(*) FROM store_audit",)
    acts = proposed.ask(*tried)
    command = ("sign", DECISION, "--as", "investigator", "--yes")
    answer = ended(proposed.begin(*command, DOSEPATH_PASSWORD="not-the-password"))
    assert answer.code == 3
    assert proposed.kinds() == before
    assert int(str(proposed.ask(*tried))) > int(str(acts))
