"""The page's texts as blocks: filled, with their source and approval; the unapproved left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dosepath import wording
from dosepath.rule import Value
from dosepath.web.public.known import facts, in_words
from dosepath.web.public.prose import Passage, passages
from dosepath.wording import Language


@dataclass(frozen=True)
class Block:
    """One text of the page: its id, title (a question's words), passages and provenance."""

    id: str
    place: str
    title: str
    passages: tuple[Passage, ...]
    sources: tuple[str, ...]
    approval: str
    assumed: bool = False


@dataclass(frozen=True)
class Reading:
    """How a page is read: its language, the facts for its braces, whether it is a demonstration."""

    lang: Language
    facts: Mapping[str, Value]
    synthetic: bool

    def fill(self, text: str) -> str:
        """``text`` with the study's facts in place of ``{names}``."""
        return wording.fill(text, self.facts, lang=self.lang)

    def words(self, texts: Mapping[str, str]) -> str:
        """The text in this language, filled."""
        return wording.typeset(self.fill(in_words(texts, self.lang)))


def reading(study: Any, lang: Language, *, synthetic: bool) -> Reading:
    """The reading of ``study`` in ``lang``."""
    return Reading(lang, facts(study, lang), synthetic)


def approval_text(approval: Any, how: Reading) -> str | None:
    """Who approved a wording and when; None when it may not be shown.

    An approval marked ``synthetic`` counts on a demonstration only.
    """
    if not isinstance(approval, Mapping):
        return None
    state, on = approval.get("state"), approval.get("on")
    if state not in {"approved", "synthetic"} or (state == "synthetic" and not how.synthetic):
        return None
    return wording.text(
        f"public.approval.{state}",
        how.lang,
        by=wording.label(f"public.role.{approval.get('by')}", how.lang),
        on=(on.isoformat() if isinstance(on, date) else on),
    )


def _block(name: str, entry: Mapping[str, Any], how: Reading) -> Block | None:
    approval = approval_text(entry.get("approved"), how)
    body = entry.get("text") or entry.get("answer")
    if approval is None or not body:
        return None
    return Block(
        id=name.replace("_", "-"),
        place=str(entry.get("place", "")),
        title=how.words(entry.get("ask", {})),
        passages=passages(how.words(body), how.lang),
        sources=tuple(
            wording.label(f"public.source.{source}", how.lang) for source in entry["source"]
        ),
        approval=approval,
        assumed=bool(entry.get("assumed")),
    )


def _approved(entries: Mapping[str, Any], how: Reading) -> Iterator[Block]:
    for name, entry in entries.items():
        block = _block(name, entry, how)
        if block is not None:
            yield block


def blocks(page: Mapping[str, Any], how: Reading) -> dict[str, tuple[Block, ...]]:
    """The approved blocks by their place on the page."""
    found: dict[str, tuple[Block, ...]] = {}
    for block in _approved(page.get("blocks", {}), how):
        found[block.place] = (*found.get(block.place, ()), block)
    return found


def questions(page: Mapping[str, Any], how: Reading) -> tuple[Block, ...]:
    """The approved questions with their answers, in the file's order."""
    return tuple(_approved(page.get("questions", {}), how))


def assumptions(page: Mapping[str, Any], how: Reading) -> tuple[str, ...]:
    """What is assumed, in plain words."""
    return tuple(how.words(entry["text"]) for entry in page.get("assumptions", ()))
