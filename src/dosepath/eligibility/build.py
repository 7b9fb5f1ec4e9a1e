"""A population from the study file's ``population:`` block, or every fault in it at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dosepath.eligibility.boundary import check_boundary
from dosepath.eligibility.build_variable import build_variables
from dosepath.eligibility.evaluate import evaluate_criterion
from dosepath.eligibility.population import (
    Boundary,
    Criterion,
    Group,
    Population,
    Reading,
    vocabulary,
)
from dosepath.eligibility.record import Record
from dosepath.eligibility.resolve import Resolver
from dosepath.eligibility.section import PlaceOf, Section, Wrong
from dosepath.eligibility.variable import Variable
from dosepath.quantity import Fault, FaultsFound
from dosepath.rule import And, Judged, Rule, Truth, names, parse_rule

_KEYS = "text rule informative judgement readings pinned recommended ask team_only boundaries notes"
_EMPTY_AT = datetime(2000, 1, 1, tzinfo=UTC)


def build_population(data: Mapping[str, Any], place_of: PlaceOf) -> Population:
    """The population that ``data`` (the parsed ``population:`` block) describes.

    ``data`` is plain: dicts, lists, texts, numbers and truth values; a block may
    carry ``assumed`` with its reason. ``place_of(path)`` gives the
    :class:`~dosepath.quantity.Place` of a key path relative to the block, such
    as ``("groups", "CLF", "criteria", "A3", "rule")``: for a text the line and
    column of its first character, so that a fault inside a rule points into the
    rule. Raises :class:`~dosepath.quantity.FaultsFound` with every fault: unknown
    keys, units and variables, thresholds without a unit, wrong check digits,
    boundaries whose answer is not the one stated, and criteria that are settled
    for a person about whom nothing is recorded.
    """
    faults: list[Fault] = []
    top = Section(data, (), place_of, faults)
    top.only(("windows", "variables", "groups", "exclusions", "notes"))
    variables = build_variables(top)
    builder = _Builder(top, variables)
    groups = tuple(builder.group(name, block) for name, block in top.blocks("groups"))
    exclusions = tuple(
        builder.criterion(id_, block, is_exclusion=True) for id_, block in top.blocks("exclusions")
    )
    notes = top.words_list("notes")
    population = Population(variables, groups, exclusions, notes)
    if not groups:
        top.fault(Wrong("population.groups", "at least one group of criteria is needed"))
    if not faults:
        builder.check_empty(population)
    if not faults:
        builder.check_boundaries(population)
    if faults:
        raise FaultsFound(faults)
    return population


class _Builder:
    def __init__(self, top: Section, variables: Mapping[str, Variable]) -> None:
        self.blocks: dict[str, Section] = {}
        self.top = top
        self.names = vocabulary(variables, iter(self._ids()))

    def _ids(self) -> list[str]:
        ids = [id_ for _, g in self.top.blocks("groups") for id_, _ in g.blocks("criteria")]
        return ids + [id_ for id_, _ in self.top.blocks("exclusions")]

    def group(self, name: str, block: Section) -> Group:
        block.only(("title", "criteria"))
        title = block.words("title", ("en",))
        criteria = tuple(self.criterion(id_, inner) for id_, inner in block.blocks("criteria"))
        if not any(criterion.kind != "informative" for criterion in criteria):
            block.fault(Wrong("group.empty", "a group needs at least one criterion that decides"))
        return Group(name, title, criteria)

    def criterion(self, id_: str, block: Section, *, is_exclusion: bool = False) -> Criterion:
        block.only(_KEYS.split())
        if id_ in self.blocks:
            block.fault(Wrong("criterion.duplicate", "this criterion id is used twice", found=id_))
        self.blocks[id_] = block
        judgement = block.words("judgement")
        readings = self._readings(id_, block, judged=bool(judgement))
        ids = [reading.id for reading in readings]
        return Criterion(
            id=id_,
            kind=self._kind(block, judged=bool(judgement)),
            text=block.words("text", ("en",)),
            readings=readings,
            is_exclusion=is_exclusion,
            pinned=_choice(block, "pinned", ids),
            recommended=_choice(block, "recommended", ids),
            judgement=judgement,
            ask=self._ask(block),
            boundaries=_boundaries(block, ids),
            notes=block.words_list("notes"),
        )

    def _kind(self, block: Section, *, judged: bool) -> str:
        if block.flag("informative"):
            if judged:
                block.fault(
                    Wrong("criterion.kind", "an informative criterion asks for no judgement")
                )
            return "informative"
        asks = {"rule", "judgement"} & set(block.data) or any(
            "rule" in inner.data for _, inner in block.blocks("readings")
        )
        if not asks:
            message = "the criterion asks for nothing"
            allowed = "a rule, readings, a judgement, or `informative: true`"
            block.fault(Wrong("criterion.empty", message, allowed=allowed))
        return "judgement" if judged else "deciding"

    def _readings(self, id_: str, block: Section, *, judged: bool) -> tuple[Reading, ...]:
        """The readings; a judgement that no rule mentions goes with every rule."""
        if "readings" in block.data and "rule" in block.data:
            block.fault(
                Wrong("criterion.readings", "write either `rule` or `readings`", found="both")
            )
        if "readings" not in block.data:
            rule = self._rule(block, ("rule",))
            readings: tuple[Reading, ...] = (Reading("r1", rule),)
        else:
            readings = tuple(self._reading(name, r) for name, r in block.blocks("readings"))
        mentioned = any(r.rule is not None and id_ in names(r.rule) for r in readings)
        if not judged or mentioned:
            if mentioned and not judged:
                block.fault(
                    Wrong("criterion.judgement", "what is to be judged? write `judgement: ...`")
                )
            return readings
        is_bare = "readings" not in block.data
        return tuple(
            reading
            if reading.rule is None and not is_bare
            else Reading(reading.id, _with_judgement(reading.rule, id_), reading.text)
            for reading in readings
        )

    def _reading(self, name: str, block: Section) -> Reading:
        block.only(("text", "rule", "informative"))
        informative = block.flag("informative")
        if informative == ("rule" in block.data):
            message = "a reading has either a rule or `informative: true`"
            block.fault(Wrong("reading.rule", message, found="both" if informative else "neither"))
        rule = None if informative else self._rule(block, ("rule",))
        return Reading(name, rule, block.words("text", ("en",)))

    def _rule(self, block: Section, below: tuple[str, ...]) -> Rule | None:
        written = block.text(below[-1])
        if written is None:
            return None
        try:
            return parse_rule(written, block.place(*below), variables=self.names)
        except FaultsFound as found:
            block.faults.extend(found.faults)
            return None

    def _ask(self, block: Section) -> dict[str, str]:
        team_only = block.flag("team_only")
        if team_only == ("ask" in block.data):
            message = "give a question for lay readers, or say that only the team can tell"
            allowed = "`ask: {en: ..., zh-Hans: ...}` or `team_only: true`"
            found = "both" if team_only else "neither"
            block.fault(Wrong("criterion.ask", message, found=found, allowed=allowed))
        return {} if team_only else block.words("ask", ("en", "zh-Hans"))

    def check_empty(self, population: Population) -> None:
        """Nothing known is never a yes: a criterion must not let an unknown person pass."""
        nothing = Resolver(population.variables, Record(), _EMPTY_AT)
        for criterion in population.criteria:
            result = evaluate_criterion(criterion, nothing)
            passes = all(reading.truth is criterion.wanted for reading in result.readings)
            if criterion.kind != "informative" and passes:
                self.blocks[criterion.id].fault(
                    Wrong(
                        "criterion.passes_unknown",
                        "this criterion lets a person pass about whom nothing is recorded",
                        found=f"{result.truth.value} on an empty record",
                        allowed="unknown on an empty record; look for `absent:` in its variables",
                    )
                )

    def check_boundaries(self, population: Population) -> None:
        """Every worked example gives the answer that stands beside it."""
        for criterion in population.criteria:
            for boundary in criterion.boundaries:
                problem = check_boundary(population, criterion, boundary)
                if problem is not None:
                    self.blocks[criterion.id].fault_at(
                        ("boundaries", boundary.given),
                        Wrong(
                            "criterion.boundary",
                            problem.message,
                            found=problem.found,
                            allowed=problem.allowed,
                        ),
                    )


def _with_judgement(rule: Rule | None, id_: str) -> Rule:
    judged = Judged(id_)
    if rule is None:
        return judged
    parts = rule.parts if isinstance(rule, And) else (rule,)
    return And((*parts, judged), span=rule.span)


def _choice(block: Section, key: str, ids: list[str]) -> str | None:
    written = block.one_of(key, ("none", *ids), "none")
    return None if written == "none" else written


def _boundaries(block: Section, ids: list[str]) -> tuple[Boundary, ...]:
    inner = block.below("boundaries")
    return tuple(
        Boundary(given, expected)
        for given in inner.data
        if (expected := _expected(inner, given, ids))
    )


def _expected(block: Section, given: str, ids: list[str]) -> dict[str, Truth]:
    """One answer for all readings, or one per reading."""
    value = block.data[given]
    if not isinstance(value, Mapping):
        word = block.one_of(given, [truth.value for truth in Truth], "unknown")
        return {id_: Truth(word) for id_ in ids}
    inner = block.below(given)
    inner.only(ids)
    words = [truth.value for truth in Truth]
    return {id_: Truth(inner.one_of(id_, words, "unknown")) for id_ in inner.data if id_ in ids}
