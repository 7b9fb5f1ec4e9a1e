"""The HTML reports as a browser shows them: for everybody, at a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dosepath.cli import main
from tests.journeys.looking import Looks
from tests.journeys.person import DESK


@pytest.fixture(params=["nct05727722", pytest.param("boin-template", marks=pytest.mark.soak)])
def report(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> Path:
    """``dosepath oc --html`` of a study."""
    study, made = root / "studies" / request.param / "study.yaml", tmp_path / "report.html"
    with pytest.raises(SystemExit) as ended:
        main(["oc", str(study), "--html", str(made)])
    assert not ended.value.code
    return made


def test_a_report_can_be_read_by_everybody_at_a_desk_and_on_a_phone(
    report: Path, browser: Browser
) -> None:
    looks = Looks(report.as_uri())
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    looks.follow(page)
    page.goto(report.as_uri())
    for closed in page.locator("details").all():
        closed.evaluate("one => one.open = true")
    looks.look(page)
    assert not looks.wrong, "\n\n".join(looks.wrong)
    context.close()
