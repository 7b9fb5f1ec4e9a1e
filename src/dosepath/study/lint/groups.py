"""Contradictions: one threshold read in two ways in different groups or texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dosepath.eligibility import Population
from dosepath.rule import And, Compare, Fixed, Node, Not, Or
from dosepath.study.lint.warning import Warned
from dosepath.study.source import Path_, walk
from dosepath.study.study import Study

_DAYS = re.compile(
    r"(?P<how>more than|longer than|over|at least|>|≥)?\s*(?P<days>[0-9]+)\s*days?\b", re.IGNORECASE
)
_TOPIC = re.compile(r"\b(treatment|treated|care|therapy)\b", re.IGNORECASE)
_SAME = {"longer than": "more than", "over": "more than", ">": "more than", "≥": "at least"}


@dataclass(frozen=True)
class _Threshold:
    path: Path_
    group: str
    criterion: str
    compare: Compare

    @property
    def amount(self) -> tuple[str, str, object]:
        """The same variable, direction and limit may be compared strictly or not."""
        limit = self.compare.limit
        exact = limit.exact if isinstance(limit, Fixed) else limit
        return self.compare.variable, self.compare.relation[0], exact


def lint_groups(study: Study) -> Iterator[Warned]:
    """The same limit, strict in one group and not in another."""
    if study.population is None:
        return
    seen: dict[tuple[str, str, object], _Threshold] = {}
    for threshold in _thresholds(study.population):
        first = seen.setdefault(threshold.amount, threshold)
        one, other = first.compare, threshold.compare
        if first.group != threshold.group and one.relation != other.relation:
            message = (
                f"{first.criterion} has {one.variable} {one.relation} the same limit, and "
                f"{threshold.criterion} {other.relation}: at the limit the groups differ"
            )
            place = study.source.place(threshold.path)
            yield Warned(place, "groups_differ", message, other.variable)


def lint_days(study: Study) -> Iterator[Warned]:
    """``3 days`` of treatment in one text, ``more than 3 days`` in another."""
    seen: dict[str, tuple[str, str]] = {}
    for path, node in walk(study.source.root):
        if not isinstance(node.value, str) or "assumed" in path or not _TOPIC.search(node.value):
            continue
        for hit in _DAYS.finditer(node.value):
            how = (hit["how"] or "").lower()
            place = study.source.place(path)
            first, where = seen.setdefault(hit["days"], (_SAME.get(how, how), place.path))
            if first != _SAME.get(how, how):
                said = f"{first} {hit['days']} days".strip()
                message = f"{where} says `{said}`; these are not the same"
                yield Warned(place, "days_differ", message, hit[0].strip())


def _thresholds(population: Population) -> Iterator[_Threshold]:
    for group in population.groups:
        for criterion in group.criteria:
            path = ("population", "groups", group.id, "criteria", criterion.id)
            for reading in criterion.readings:
                for compare in _compares(reading.rule):
                    yield _Threshold(path, group.id, criterion.id, compare)


def _compares(rule: Node | None) -> Iterator[Compare]:
    if isinstance(rule, Compare):
        yield rule
    elif isinstance(rule, Not):
        yield from _compares(rule.part)
    elif isinstance(rule, And | Or):
        for part in rule.parts:
            yield from _compares(part)
