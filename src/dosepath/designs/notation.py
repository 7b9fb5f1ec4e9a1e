"""Outcomes as clinicians write them: ``1N 2NNT 3NGN``.

A group is a dose level and one letter per evaluated participant, in order: N no DLT,
T a DLT, G a counting event (grade >= 2) that is not a DLT. Where the study also counts
responses, R is a response without a DLT and B both a response and a DLT.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dosepath.designs.decision import Counts, Decision, Design, Stop, Tally, Treat, Wait
from dosepath.quantity import Fault, FaultsFound, Place

LETTERS = {
    "N": "no DLT",
    "T": "a DLT",
    "G": "a counting event, not a DLT",
    "R": "a response, no DLT",
    "B": "a response and a DLT",
}
_ALLOWED = "a level and its participants' outcomes, N, T, G, R or B, as in 1N 2NNT 3NGN 4NRB"


@dataclass(frozen=True, order=True)
class Cohort:
    """Participants evaluated together at ``level``; ``outcomes`` holds one letter each.

    ``column`` is the 1-based place in the text it was read from, 0 if there was none.
    """

    level: int
    outcomes: str
    column: int = field(default=0, compare=False, repr=False)

    @classmethod
    def of(cls, level: int, *, n: int, dlt: int = 0, grade2: int = 0) -> Cohort:
        """A cohort by its numbers; outcomes are put in the order N, G, T."""
        return cls.of_tally(level, Tally(n, dlt, grade2))

    @classmethod
    def of_tally(cls, level: int, tally: Tally) -> Cohort:
        """A cohort by all its numbers, responses too; letters in the order N, G, R, T, B.

        Raises:
            ValueError: more responses and counting events than participants without a DLT;
                one letter cannot tell of both.
        """
        both = tally.responses_with_dlt
        alone = tally.responses - both
        plain = tally.n - tally.dlt - tally.grade2 - alone
        if plain < 0:
            raise ValueError(f"{tally} has participants for whom there is no single letter")
        letters = {"N": plain, "G": tally.grade2, "R": alone, "T": tally.dlt - both, "B": both}
        return cls(level, "".join(letter * times for letter, times in letters.items()))

    def __str__(self) -> str:
        return f"{self.level}{self.outcomes}"

    @property
    def n(self) -> int:
        """Participants."""
        return len(self.outcomes)

    @property
    def dlt(self) -> int:
        """How many had a DLT."""
        return self.outcomes.count("T") + self.outcomes.count("B")

    @property
    def grade2(self) -> int:
        """How many had a counting event that is not a DLT."""
        return self.outcomes.count("G")

    @property
    def tally(self) -> Tally:
        """All its numbers."""
        both = self.outcomes.count("B")
        return Tally(self.n, self.dlt, self.grade2, self.outcomes.count("R") + both, both)

    def added_to(self, counts: Counts) -> Counts:
        """The counts after this cohort."""
        return counts.plus(self.level, self.tally)


Path = tuple[Cohort, ...]


def format_path(path: Iterable[Cohort]) -> str:
    """The inverse of :func:`parse_path`."""
    return " ".join(str(cohort) for cohort in path)


def parse_path(text: str) -> Path:
    """Read outcome notation.

    Raises:
        FaultsFound: every fault, each with the 1-based column of its character.
    """
    path: list[Cohort] = []
    faults: list[Fault] = []
    column = 0
    for word in text.split():
        column = text.index(word, column) + 1
        found = list(_word_faults(word, column))
        faults += found
        if not found:
            digits = len(word) - len(word.lstrip("0123456789"))
            path.append(Cohort(int(word[:digits]), word[digits:], column))
        column += len(word) - 1
    if faults:
        raise FaultsFound(_pointed(fault, text) for fault in faults)
    return tuple(path)


def _word_faults(word: str, column: int) -> Iterator[Fault]:
    digits = 0
    while digits < len(word) and word[digits] in "0123456789":
        digits += 1
    if digits == 0:
        yield _fault("A group begins with its dose level.", word[0], column)
    elif int(word[:digits]) == 0:
        yield _fault("Dose levels are counted from 1.", word[:digits], column)
    if digits == len(word):
        yield _fault("A dose level without outcomes.", word, column + digits - 1)
    for place, letter in enumerate(word[digits:], start=digits):
        if letter not in LETTERS and not (digits == 0 and place == 0):
            yield _fault("Unknown outcome.", letter, column + place)


def _fault(message: str, found: str, column: int) -> Fault:
    place = Place(line=1, column=column, path="outcomes")
    return Fault(place, "design.notation", message, found, _ALLOWED)


def _pointed(fault: Fault, text: str) -> Fault:
    """The fault with the text and a caret under the character."""
    mark = f"{text}\n           {' ' * (fault.place.column - 1)}^ {fault.found}"
    return Fault(fault.place, fault.code, fault.message, mark, fault.allowed)


@dataclass(frozen=True)
class Step:
    """One cohort of a replayed path: the counts after it and what the design says then."""

    cohort: Cohort
    counts: Counts
    then: Decision


@dataclass(frozen=True)
class Replay:
    """A path that a design allows, cohort by cohort; ``decision`` is what is next."""

    steps: tuple[Step, ...]
    counts: Counts
    decision: Decision

    def __str__(self) -> str:
        return format_path(step.cohort for step in self.steps)


def replay_path(design: Design, path: str | Sequence[Cohort]) -> Replay:
    """Walk ``path`` through ``design``.

    A group may hold part of a cohort, which the next group continues, or several
    cohorts in a row at its level (``4NNN`` for a titration participant and two more).

    Raises:
        FaultsFound: the first group that the design would not have treated, with the
            reason (``place.path`` names it, ``place.column`` points at it).
    """
    groups = parse_path(path) if isinstance(path, str) else tuple(path)
    counts, decision = Counts.none(design.levels), design.decide(Counts.none(design.levels))
    steps: list[Step] = []
    for number, group in enumerate(groups, start=1):
        rest = group
        while rest.outcomes:
            if why := _refused(group, rest, decision, levels=design.levels):
                raise FaultsFound([_path_fault(number, group, rest, why)])
            size = decision.n if isinstance(decision, Treat) else rest.n
            cohort, rest = _split(rest, size)
            counts = cohort.added_to(counts)
            decision = design.decide(counts)
            steps.append(Step(cohort, counts, decision))
    return Replay(tuple(steps), counts, decision)


def _split(cohort: Cohort, n: int) -> tuple[Cohort, Cohort]:
    first = Cohort(cohort.level, cohort.outcomes[:n], cohort.column)
    return first, Cohort(cohort.level, cohort.outcomes[n:], cohort.column)


def _path_fault(number: int, group: Cohort, rest: Cohort, why: tuple[str, str]) -> Fault:
    begun = len(group.outcomes) - len(rest.outcomes)
    # The first outcome that is refused; the whole group begins with its level.
    further = len(str(group.level)) + begun if begun and group.column else 0
    place = Place(column=group.column + further, path=f"cohort {number} ({group})")
    return Fault(place, "design.path", why[0], str(rest), why[1])


def _refused(
    group: Cohort, rest: Cohort, decision: Decision, *, levels: int
) -> tuple[str, str] | None:
    """What is wrong with treating ``rest`` of ``group`` now, and what is allowed instead."""
    if not 1 <= group.level <= levels:
        return f"There is no dose level {group.level}.", f"a level from 1 to {levels}"
    if isinstance(decision, Wait):
        return "The design does not foresee what came before.", "no further cohort"
    seen = len(group.outcomes) - len(rest.outcomes)
    after = f"After {group.level}{group.outcomes[:seen]} the" if seen else "The"
    if isinstance(decision, Stop):
        end = "no MTD" if decision.mtd is None else f"MTD at level {decision.mtd}"
        return f"{after} trial has ended with {end}.", "no further cohort"
    if group.level == decision.level:
        return None
    some = "participant" if decision.n == 1 else "participants"
    allowed = f"level {decision.level}, up to {decision.n} {some}"
    if group.level > decision.level:
        return f"{after} design does not open level {group.level} here.", allowed
    return f"{after} design leaves level {group.level}.", allowed
