"""Documents lead somewhere, are of four kinds, and stay short where that was promised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.document_units import PAGE as UNITS_PAGE
from scripts.document_units import page as units_page
from tests.architecture.reading import ROOT, expect_none, name_of, tracked_files

DOCS = ROOT / "docs"
KINDS = ("tutorial", "how-to", "reference", "explanation", "adr")
PAGES = [path for path in tracked_files() if path.suffix == ".md"]
DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def links(page: Path) -> list[str]:
    """Where a page points, without what stands in code."""
    return _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def leads_nowhere(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return False
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return not target.exists() or bool(anchor and anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    expect_none(link for link in links(page) if leads_nowhere(page, link))


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_named_by_the_index_of_its_kind(kind: str) -> None:
    index = DOCS / kind / "index.md"
    named = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    pages = {path for path in (DOCS / kind).rglob("*.md") if path != index}
    expect_none(name_of(path) for path in pages - named)


def test_the_docs_are_of_four_kinds() -> None:
    folders = {path.name for path in DOCS.iterdir() if path.is_dir()}
    assert folders - {"images"} == set(KINDS)


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_is_one_page_with_its_four_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Status",
        "Context",
        "Decision",
        "Consequences",
    ]
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_readme_fits_two_screens() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 90
    assert max(map(len, lines)) <= 120


def test_every_verb_of_make_that_a_page_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        (name_of(page), verb)
        for page in PAGES
        for verb in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))
    }
    expect_none((page, verb) for page, verb in named if verb not in verbs)


def test_every_word_of_the_glossary_has_a_meaning_and_a_source() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| Word")
    ]
    assert len(rows) > 20
    expect_none(row[0] for row in rows if len(row) != 3 or not all(row))


def test_the_page_of_units_is_current() -> None:
    assert UNITS_PAGE.read_text(encoding="utf-8") == units_page(), "run: make docs"


def test_the_changelog_knows_this_version() -> None:
    from dosepath import __version__

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__}" in text
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A title\n[x](page.md#a-title) [y](gone.md) `[z](code.md)`\n")
    assert [link for link in links(page) if leads_nowhere(page, link)] == ["gone.md"]
