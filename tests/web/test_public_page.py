"""The public page: nothing unfilled or empty, in both languages, safe and light."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from dosepath.study import Study, load
from dosepath.web.public.blocks import reading
from dosepath.web.public.page import study_page
from dosepath.web.public.status import Progress, status_of
from dosepath.wording import LANGUAGES, label, say
from tests.web.markup import Node, tree

pytestmark = pytest.mark.django_db

ID = "NCT05727722"
PAGES = [
    f"/{prefix}/{rest}"
    for prefix in ("en", "zh-hans")
    for rest in ("", f"studies/{ID}/", f"studies/{ID}/contact/")
]
STUDY_PAGES = [page for page in PAGES if page.endswith(f"{ID}/")]
BUDGET = 100_000
NOW = date(2026, 11, 22)


@pytest.fixture(scope="module")
def study(root_folder: Path) -> Study:
    return load(root_folder / "studies" / "nct05727722" / "study.yaml")


@pytest.fixture(scope="module")
def root_folder() -> Path:
    return Path(__file__).resolve().parents[2]


def page(path: str) -> Node:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return tree(answer.content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_unfilled(path: str) -> None:
    html = Client().get(path).content.decode()
    text = page(path).text
    for hole in ("{{", "}}", "{%", "⟦", "None", "NaN", "[insert", "undefined", "()", "[]"):
        assert hole not in text, f"{hole} in {path}"
    assert not re.search(r"\{\w+(:\w+)?\}|\[\w+\?\]", html)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_empty(path: str) -> None:
    main = page(path).all("main")[0]
    for node in main.walk():
        if node.name in {"p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "a", "summary"}:
            assert node.text, f"empty <{node.name}> in {path}"
        if node.name == "section":
            heading = node.all("h2", "h3")
            said = node.text.removeprefix(heading[0].text).strip() if heading else node.text
            assert said, f"empty section in {path}: {node.text}"


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_step_at_a_time(path: str) -> None:
    levels = [int(node.name[1]) for node in page(path).all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    # The page's own title stands first in the main part; the contents' title may precede none.
    assert levels[0] == 1
    for before, after in pairwise(levels):
        assert after <= before + 1, f"h{before} is followed by h{after}"


@pytest.mark.parametrize("path", PAGES)
def test_the_language_is_declared_and_offered(path: str) -> None:
    root = page(path)
    html = root.all("html")[0]
    wanted = "zh-Hans" if path.startswith("/zh") else "en"
    assert html["lang"] == wanted
    alternates = [n for n in root.all("link") if n["rel"] == "alternate"]
    assert {n["hreflang"] for n in alternates} == set(LANGUAGES)
    switch = [n for n in root.marked("languages")[0].walk() if n["lang"]]
    assert {n["lang"] for n in switch} == set(LANGUAGES)
    for link in (n for n in switch if n["href"]):
        assert Client().get(link["href"]).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_every_reference_inside_the_page_has_its_target(path: str) -> None:
    root = page(path)
    ids = [node["id"] for node in root.walk() if node["id"]]
    assert len(ids) == len(set(ids)), "an id is used twice"
    for node in root.walk():
        if node["href"].startswith("#"):
            assert node["href"][1:] in ids
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            assert set(node[attribute].split()) <= set(ids), f"{attribute}={node[attribute]}"


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_fetched_from_elsewhere_and_nothing_is_inline(path: str) -> None:
    answer = Client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    root = tree(answer.content.decode())
    assert not root.all("script", "style", "iframe", "object", "embed")
    for node in root.walk():
        assert not node["style"]
        assert not [name for name in node.attributes if name.startswith("on")]
        fetched = node["src"] or (node["href"] if node["rel"] in {"stylesheet", "icon"} else "")
        assert not re.match(r"(https?:)?//", fetched), fetched
        assert not node["href"].lower().startswith(("javascript:", "data:"))


@pytest.mark.parametrize("path", STUDY_PAGES)
def test_the_page_and_all_it_loads_stay_within_the_budget_uncompressed(path: str) -> None:
    answer = Client().get(path)
    size = len(answer.content)
    for node in tree(answer.content.decode()).all("link"):
        if node["rel"] in {"stylesheet", "icon"}:
            found = finders.find(node["href"].removeprefix("/static/"))
            size += Path(str(found)).stat().st_size
    assert size <= BUDGET


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    for name in ("ui/tokens.css", "ui/site.css", "ui/print.css", "ui/console.css"):
        text = Path(str(finders.find(name))).read_text(encoding="utf-8")
        assert not re.search(r"url\(|@import|@font-face", text), name


def test_sections_stand_in_the_order_a_frightened_reader_needs() -> None:
    root = page(f"/en/studies/{ID}/")
    ids = [node["id"] for node in root.all("h2") if node["id"] and node["id"] != "contents-title"]
    order = "tested join happens risks care costs centre contact details questions assumed history"
    assert ids == order.split()
    main = root.all("main")[0].text
    assert main.index("Status of the study") < main.index("Liver cells in tiny capsules")


@pytest.mark.parametrize("path", STUDY_PAGES)
def test_the_visit_table_and_picture_come_from_the_calendar(path: str, study: Study) -> None:
    days = [visit.day for visit in study.visits if visit.day > 0]
    assert days == [1, 3, 7, 14, 28, 60]
    root = page(path)
    rows = root.all("tbody")[0].all("tr")
    shown = [int(re.findall(r"\d+", row.all("th")[0].text)[0]) for row in rows]
    assert shown == days
    picture = root.all("svg")[-1]
    assert [int(node.text) for node in picture.all("text") if node.text.isdigit()] == [0, *days]
    assert picture["role"] == "img"
    assert all(str(day) in picture.all("desc")[0].text for day in days)


@pytest.mark.parametrize("path", STUDY_PAGES)
def test_every_criterion_is_there_with_its_clinical_text(path: str, study: Study) -> None:
    root = page(path)
    shown = {one for node in root.all("dt") for one in node.text.split(", ")}
    assert study.population is not None
    wanted = {criterion.id for criterion in study.population.criteria}
    assert len(wanted) == 28 + 1
    assert wanted <= shown
    named = {one for node in root.marked("ids") for one in node.text.split(", ")}
    assert named == wanted


@pytest.mark.parametrize("path", STUDY_PAGES)
def test_faults_of_the_old_listing_do_not_come_back(path: str) -> None:
    text = page(path).text.replace("\xa0", " ")
    assert "20 × 10⁹/L" in text
    assert "µmol/L" in text
    for lost in ("109/L", "10^9", "umol/L", "SARS-CoV-Ⅱ", "{{", "Powered by AI"):
        assert lost not in text
    assert "NCT05727722" in text
    facts = {dt.text for dt in page(path).all("dt")}
    lang = "zh-Hans" if path.startswith("/zh") else "en"
    for detail in (
        *("conditions", "phase", "sex", "age", "planned", "sponsor", "identifiers"),
        *("start", "completion", "record_updated", "verified"),
    ):
        assert label(f"public.detail.{detail}", lang) in facts


@pytest.mark.parametrize("prefix", ["en", "zh-hans"])
def test_chinese_pages_are_chinese(prefix: str, study: Study) -> None:
    text = page(f"/zh-hans/studies/{ID}/").all("main")[0].text
    for known in (study.identity.collaborator or "", study.identity.sponsor):
        text = text.replace(known, "")
    left = re.findall(r"(?:[A-Za-z]{2,}[ ,.]+){4,}", text)
    assert not left, f"English in the Chinese page: {left}"
    assert not re.search(r"[\u4e00-\u9fff] ?[,;?!](?=[\u4e00-\u9fff])", text), "half-width marks"


def test_a_wording_that_nobody_approved_is_not_shown(study: Study) -> None:
    status = status_of(study, None, today=NOW)
    open_page = study_page(study, "en", status=status, synthetic=True)
    assert "risks" in open_page.blocks
    texts = {**study.page["blocks"]}  # type: ignore[index]
    texts["risks"] = {**texts["risks"], "approved": {"state": "draft", "by": "investigator"}}
    changed = replace(study, page={**study.page, "blocks": texts})  # type: ignore[dict-item]
    assert "risks" not in study_page(changed, "en", status=status, synthetic=True).blocks


def test_an_approval_made_up_for_the_demonstration_does_not_count_elsewhere(study: Study) -> None:
    status = status_of(study, None, today=NOW)
    real = study_page(study, "en", status=status, synthetic=False)
    assert real.blocks == {}
    assert real.questions == ()
    assert real.criteria is None


def test_a_fact_in_braces_that_the_file_does_not_hold_is_said_to_be_unknown(study: Study) -> None:
    how = reading(replace(study), "en", synthetic=True)
    assert how.fill("ends on day {last_day}") == "ends on day 60"
    assert replace(how, facts={"last_day": None}).fill("{last_day}") == "unknown"


@pytest.mark.parametrize(
    ("progress", "today", "code", "words"),
    [
        (None, NOW, "not_confirmed", "last 30 days"),
        (
            Progress("recruiting", date(2026, 11, 20)),
            date(2026, 11, 22),
            "recruiting",
            "Checked on",
        ),
        (
            Progress("waiting_list", date(2026, 11, 20)),
            date(2026, 11, 22),
            "waiting_list",
            "waiting",
        ),
        (Progress("suspended", date(2026, 11, 22)), NOW, "suspended", "safety"),
        (Progress("recruiting", date(2026, 10, 1)), NOW, "not_confirmed", "30 days"),
        (Progress("closed", date(2026, 11, 20)), NOW, "closed", "no longer"),
    ],
)
def test_the_status_is_dated_and_goes_stale(
    study: Study, progress: Progress | None, today: date, code: str, words: str
) -> None:
    status = status_of(study, progress, today=today)
    assert status.code == code
    assert words in " ".join(say(sentence) for sentence in status.sentences)


def test_a_status_is_fresh_for_thirty_days_and_stale_on_the_next(study: Study) -> None:
    progress = Progress("recruiting", date(2026, 10, 23))
    assert status_of(study, progress, today=NOW).code == "recruiting"
    assert status_of(study, progress, today=date(2026, 11, 23)).code == "not_confirmed"


def test_a_planned_end_that_has_passed_is_said(study: Study) -> None:
    words = [say(s) for s in status_of(study, None, today=NOW).sentences]
    assert any("28 Feb 2026" in sentence for sentence in words)


@pytest.mark.parametrize(
    ("header", "prefix"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.5", "/zh-hans/"),
        ("de,zh-Hans;q=0.8", "/zh-hans/"),
        ("de", "/en/"),
        ("", "/en/"),
        ("*;q=broken\x00", "/en/"),
    ],
)
def test_an_address_without_language_goes_to_the_readers_own(header: str, prefix: str) -> None:
    answer = Client().get(f"/studies/{ID}/", headers={"accept-language": header})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{prefix}studies/{ID}/"
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "path", ["/en/studies/NCT00000000/", "/fr/", "/en/studies/../../etc/passwd", "/studies/x/"]
)
def test_what_does_not_exist_is_404(path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES[:2])
def test_pages_are_read_only(path: str) -> None:
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("path", [*PAGES, "/account/sign-in/"])
@pytest.mark.parametrize(("synthetic", "shown"), [(True, 1), (None, 1), (False, 0)])
def test_a_demonstration_says_so_on_every_page_and_a_real_site_never(
    path: str, synthetic: bool | None, shown: int, settings: pytest.FixtureRequest
) -> None:
    settings.DOSEPATH_SYNTHETIC = synthetic  # type: ignore[attr-defined]
    assert len(page(path).marked("banner")) == shown
