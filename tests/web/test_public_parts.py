"""The public page of a trial with parts: every part's dose levels under its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.console_trial import FILE
from tests.web.markup import Node, tree

pytestmark = pytest.mark.django_db

PARTS = """\
escalation:
  parts:
    weekly:
      title: {en: A dose every week, zh-Hans: 每周一次}
      doses: [{dose: 0.2e9 cells, assumed: not public}, 0.45e9 cells]
      stages: [three_plus_three]
      scenarios: {hoped: {dlt: [0.1, 0.2]}}
    c:
      doses: [{name: low}]
      stages: [three_plus_three]
      scenarios: {hoped: {dlt: [0.1]}}
"""


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> Path:
    """A site whose one study has two further parts."""
    text = FILE.read_text(encoding="utf-8").replace("\nescalation:\n", "\n" + PARTS, 1)
    folder = tmp_path / "parted"
    folder.mkdir()
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    settings.DOSEPATH_STUDIES = tmp_path
    return folder


def shown(lang: str) -> Node:
    answer = Client().get(f"/{lang}/studies/NCT05727722/")
    assert answer.status_code == 200
    return tree(answer.content.decode())


def ladders(page: Node) -> dict[str, list[str]]:
    """The doses of each part by its heading."""
    found = {}
    for one in page.marked("ladder"):
        (title,) = one.all("h4")
        found[title.text] = [dose.text for dose in one.all("li")]
    return found


def test_every_part_stands_under_its_name_with_its_own_doses(site: Path) -> None:
    found = ladders(shown("en"))
    assert list(found) == ["Main part", "A dose every week", "Part c"]
    assert found["Main part"][0] == "150 million cells"
    assert found["A dose every week"] == ["200 million cells assumed", "450 million cells"]
    assert found["Part c"] == ["low"]


def test_the_chinese_page_says_it_in_chinese(site: Path) -> None:
    page = shown("zh-hans")
    found = ladders(page)
    assert list(found) == ["主要部分", "每周一次", "c部分"]
    assert found["每周一次"][1] == "4.5 亿个细胞"
    assert "试验分为3个部分" in page.text


def test_a_trial_without_parts_has_no_such_list() -> None:
    assert not shown("en").marked("ladder")
