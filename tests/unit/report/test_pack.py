"""The committee's pack: what must be on it, whatever the data."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dosepath.analysis import Column, Estimate, Grades, TrialData, clopper_pearson, committee_pack
from dosepath.report import PdfUnavailable, cell_text, render_pack
from dosepath.rule import Reason
from tests.unit.analysis.made_trial import made_trial

DATA = made_trial()
NUMBER = Column.number("n")


class Page(HTMLParser):
    """The text of a page, its links and the tags that were not closed."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.headings: list[str] = []
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "th":
            self.headings += [value or "" for name, value in attrs if name == "scope"]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An SVG element without content."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)


def page(data: TrialData = DATA) -> Page:
    return Page(render_pack(committee_pack(data)).decode())


def test_the_pack_names_study_version_cut_and_engine() -> None:
    text = page().text
    for fact in (
        "NCT05727722",
        "0.1, hash 51c0aa37f9d2e46b",
        "events to 312, 9f2c41d07be83a66",
        "31 Aug 2026, 09:10 (UTC+8), Asia/Shanghai",
        "dosepath 0.1.0",
        "10 dosed of 10 planned",
    ):
        assert fact in text


def test_synthetic_data_are_marked_and_real_data_are_not() -> None:
    assert "SYNTHETIC DATA" in render_pack(committee_pack(DATA)).decode()
    real = render_pack(committee_pack(replace(DATA, synthetic=False))).decode()
    assert "SYNTHETIC" not in real


def test_every_assumed_value_is_named_with_its_reason() -> None:
    text = page().text
    for one in DATA.assumed:
        assert one.path in text
        assert one.reason in text
    assert "marks no value as assumed" in page(replace(DATA, assumed=())).text


def test_every_table_is_there_with_marked_headings() -> None:
    found = page()
    for title in (
        "Participants and dose-limiting toxicities by dose",
        "Dose decisions against the rule",
        "Adverse events: participants by worst grade",
        "Bilirubin: change from baseline, µmol/L",
        "INR: change from baseline",
        "Albumin: change from baseline, g/L",
        "MELD 3.0: change from baseline",
        "Survival and transplantation",
    ):
        assert title in found.text
    assert set(found.headings) == {"col"}
    assert found.open == []


def test_the_numbers_behind_the_courses_are_on_the_page() -> None:
    assert "The numbers behind this figure" in page().text
    assert "Bilirubin by visit, µmol/L" in page().text


def test_no_hole_is_left_in_a_sentence() -> None:
    assert not re.search(r"\[\w+\?\]|⟦|\{\{|None", page().text)


def test_the_page_asks_nothing_of_any_other_place() -> None:
    html = render_pack(committee_pack(DATA)).decode()
    assert page().addresses == []
    outside = set(re.findall(r"https?://[^\s\"<]+", html)) - {"http://www.w3.org/2000/svg"}
    assert not outside


def test_text_of_the_study_cannot_break_out_of_its_place() -> None:
    bad = '</style><script>alert(1)</script>"; } body { display: none'
    html = render_pack(committee_pack(replace(DATA, title=bad, study_id=bad, version=bad))).decode()
    assert "<script>" not in html
    assert html.count("</style>") == 2


def test_a_trial_in_which_nothing_has_happened_has_a_pack() -> None:
    empty = replace(DATA, participants=(), measurements=(), events=(), decisions=())
    text = page(empty).text
    assert "No dose decision has been made yet." in text
    assert "No adverse event that began or worsened after dosing has been recorded." in text
    assert "No values have been recorded yet." in text
    assert "Nobody evaluated yet: nothing is known." in text


def test_the_pack_is_two_pages_of_tagged_pdf() -> None:
    weasyprint = pytest.importorskip("weasyprint")
    html = render_pack(committee_pack(DATA)).decode()
    assert len(weasyprint.HTML(string=html).render().pages) == 2
    pdf = render_pack(committee_pack(DATA), "pdf")
    assert pdf.startswith(b"%PDF-1.7")
    inside = b"".join(inflated(pdf))
    assert b"/MarkInfo" in inside
    assert b"pdfuaid" in inside


def inflated(pdf: bytes) -> Iterator[bytes]:
    """The streams of a PDF, decompressed where they are compressed."""
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            yield zlib.decompress(found[1])
        yield found[1]


def test_without_the_extra_the_refusal_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfUnavailable, match=re.escape("pip install 'dosepath[pdf]'")):
        render_pack(committee_pack(DATA), "pdf")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, "–"),
        (3, "3"),
        (0.125, "0.12"),
        (clopper_pearson(0, 3), "0 of 3 (0–71%)"),
        (clopper_pearson(1, 6), "1 of 6 (0.4–64%)"),
        (clopper_pearson(0, 0), "–"),
        (Estimate(0.875, 0.387, 0.981), "88% (39–98%)"),
        (Estimate(1.0, None, None), "100%"),
        (Grades(((2, 1), (3, 2))), "1 × G2, 2 × G3"),
        (Grades(()), "–"),
        (Reason.of("cell.hold"), "hold: dose nobody"),
    ],
)
def test_how_a_cell_is_written(cell: object, shown: str) -> None:
    column = replace(NUMBER, places=2) if isinstance(cell, float) else NUMBER
    assert cell_text(cell, column) == shown  # type: ignore[arg-type]
