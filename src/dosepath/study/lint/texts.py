"""What texts should not hold: thresholds without units, lost exponents, placeholders, promises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dosepath.quantity import Place
from dosepath.study.lint.warning import Warned
from dosepath.study.part import LANGUAGES
from dosepath.study.source import Node, Path_, walk
from dosepath.study.study import Study

_TEXTS = {"text", "title", "scientific_title", "label", "ask", "answer", "purpose", "criteria"}
_PROMISING = {"page", "title", "purpose", "ask"}

_LOWER = r"(?:lower|less|more|greater|higher|smaller|fewer|older|younger) than"
_COMPARED = re.compile(
    rf"(?P<sign>{_LOWER}|above|below|under|over|at least|at most|exceed(?:s|ing)?|[<>≤≥]=?"
    r"|低于|高于|大于|小于|超过|不足|至少|达到)\s*(?:or equal to\s*)?"
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<rest>.{0,12})",
    re.IGNORECASE | re.DOTALL,
)
_UNITLESS = re.compile(
    r"(INR|ratio|score|points?|MELD|grade|level|phase|pH|比值|评分|级)\W*(?:(?:of|is|was)\s+)?$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s*(%|‰|％|°|×|\*|/|[\u4e00-\u9fff]|(?P<word>[A-Za-zµμ]+))")
_NO_UNIT = {"and", "or", "with", "but", "if", "in", "at", "for", "to", "is", "are", "then", "when"}
_EXPONENT = re.compile(r"(?:[0-9]\s*[x×*]\s*10[0-9]{1,2}\b|\b10(?:6|9|12)\s*/\s*[mu]?[lL]\b)")
_PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\[\s*(?:insert|enter|add|name|site|date)\b[^\]]*\]"
    r"|\b(?:TBD|TBC|TODO|FIXME|XXX+|lorem ipsum)\b|\bto be (?:determined|confirmed|completed)\b"
    r"|待定|待补充",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:effective(?:ness)?|cures?|cured|free(?: of charge)?|early access|unlimited|breakthrough"
    r"|promising|new treatment|guaranteed?|risk[- ]free|miracle)\b"
    r"|(?<!内)有效(?!期)|治愈|免费|无限|突破|疗效(?:显著|确切)|保证|新疗法|优先获得",
    re.IGNORECASE,
)


def lint_texts(study: Study) -> Iterator[Warned]:
    """Warnings about the words of the file, in its order."""
    for path, node in walk(study.source.root):
        if isinstance(node.value, str):
            yield from _text(study, path, node.value)
        elif isinstance(node.value, dict):
            yield from _languages(study, path, node)


def _text(study: Study, path: Path_, text: str) -> Iterator[Warned]:
    place = study.source.place(path)
    for hit in _PLACEHOLDER.finditer(text):
        message = "a placeholder was never filled in"
        yield Warned(place, "text.placeholder", message, _flat(hit[0]))
    for hit in _EXPONENT.finditer(text):
        message = "the exponent has been lost: 10\u2079 or 10^9, not 109"
        yield Warned(place, "text.lost_exponent", message, _flat(hit[0]))
    if _TEXTS & set(path):
        yield from _thresholds(place, text)
    if _PROMISING & set(path) and "assumed" not in path:
        for hit in _PROMISE.finditer(text):
            message = "readers may take this for a promise; a phase 1 study makes none"
            yield Warned(place, "text.promise", message, _flat(hit[0]))


def _thresholds(place: Place, text: str) -> Iterator[Warned]:
    for hit in _COMPARED.finditer(text):
        if _UNITLESS.search(text[: hit.start()]) or _has_unit(hit["rest"]):
            continue
        found = f"{hit['sign']} {hit['number']}"
        message = "a threshold without a unit; readers must guess"
        yield Warned(place, "text.unit_missing", message, _flat(found))


def _has_unit(rest: str) -> bool:
    unit = _UNIT.match(rest)
    return unit is not None and (unit["word"] or "").lower() not in _NO_UNIT


def _languages(study: Study, path: Path_, node: Node) -> Iterator[Warned]:
    """A text that lacks a language which the study's title has."""
    wanted = _wanted(study)
    written = [key for key in node.value if key != "assumed"]
    if not written or not set(written) <= set(LANGUAGES):
        return
    for language in wanted:
        if language not in written:
            place = study.source.place(path)
            message = f"this text has no {language}, the study's title has"
            yield Warned(place, "text.language_missing", message, _flat(", ".join(written)))


def _wanted(study: Study) -> Mapping[str, str]:
    return {} if study.is_bare else study.identity.title


def _flat(found: str) -> str:
    return " ".join(found.split())
