"""The worked study played out by hand: every course, every outcome, no states, no design.

This is the rule of NCT05727722's worked example written a second time, as a story told
cohort by cohort. It shares nothing with the package, is slow on purpose, and is what the
exact engine must equal: one participant at level 1; a DLT or a grade-2 event
there adds two; otherwise cohorts of three from level 2; 3+3 with de-escalation or without.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial
from typing import Literal

Six = Literal["always", "after_de_escalation", "never"]


@dataclass(frozen=True)
class Rule:
    """The variants that are compared."""

    six: Six = "after_de_escalation"
    goes_down: bool = True
    grade_2_triggers: bool = True
    # Events after titration change nothing; telling them apart only takes longer.
    tells_every_event: bool = True


@dataclass(frozen=True)
class Truth:
    """Per level the probability of a DLT, and of a grade-2 event that is not one."""

    dlt: tuple[float, ...]
    grade_2: tuple[float, ...]


@dataclass(frozen=True)
class End:
    """One end of the trial: its probability, the MTD, and per level numbers of people."""

    probability: float
    mtd: int
    treated: tuple[int, ...]
    dlts: tuple[int, ...]
    events: tuple[int, ...]
    cohorts: int


@dataclass
class Story:
    """What has happened; copied at every fork."""

    probability: float
    treated: list[int]
    dlts: list[int]
    events: list[int]
    cohorts: int = 0

    def forks(self, truth: Truth, level: int, people: int, *, tell: bool = True) -> Iterator[Story]:
        """Every result of treating ``people`` at ``level``: DLT, grade 2 or neither each."""
        p, q = truth.dlt[level - 1], truth.grade_2[level - 1] if tell else 0.0
        for dlt in range(people + 1):
            for event in range(people - dlt + 1 if tell else 1):
                free = people - dlt - event
                orders = factorial(people) // factorial(dlt) // factorial(event) // factorial(free)
                chance = orders * p**dlt * q**event * (1 - p - q) ** free
                after = Story(
                    self.probability * chance,
                    [*self.treated],
                    [*self.dlts],
                    [*self.events],
                    self.cohorts + 1,
                )
                after.treated[level - 1] += people
                after.dlts[level - 1] += dlt
                after.events[level - 1] += event
                yield after

    def end(self, mtd: int) -> End:
        """Close the story."""
        return End(
            self.probability,
            mtd,
            tuple(self.treated),
            tuple(self.dlts),
            tuple(self.events),
            self.cohorts,
        )


def ends(truth: Truth, rule: Rule) -> Iterator[End]:
    """Every end of the trial with its probability."""
    nothing = [0] * len(truth.dlt)
    begin = Story(1.0, [*nothing], [*nothing], [*nothing])
    for first in begin.forks(truth, 1, 1):
        triggered = first.dlts[0] or (rule.grade_2_triggers and first.events[0])
        if not triggered:
            yield from new_cohort(first, truth, rule, 2)
        else:
            for story in first.forks(truth, 1, 2, tell=rule.tells_every_event):
                yield from look(story, truth, rule, 1, came_down=False)


def new_cohort(story: Story, truth: Truth, rule: Rule, level: int) -> Iterator[End]:
    for after in story.forks(truth, level, 3, tell=rule.tells_every_event):
        yield from look(after, truth, rule, level, came_down=False)


def look(story: Story, truth: Truth, rule: Rule, level: int, *, came_down: bool) -> Iterator[End]:
    """Three or six have been seen at ``level``: what next?"""
    people, dlt = story.treated[level - 1], story.dlts[level - 1]
    if dlt >= 2:
        yield from leave(story, truth, rule, level)
    elif people == 3 and dlt == 1:
        yield from three_more(story, truth, rule, level, came_down=came_down)
    elif came_down or level == len(truth.dlt):
        enough = people == 6 or rule.six == "never"
        if not enough and not came_down:
            enough = rule.six == "after_de_escalation"
        if enough:
            yield story.end(level)
        else:
            yield from three_more(story, truth, rule, level, came_down=came_down)
    else:
        yield from new_cohort(story, truth, rule, level + 1)


def three_more(
    story: Story, truth: Truth, rule: Rule, level: int, *, came_down: bool
) -> Iterator[End]:
    for after in story.forks(truth, level, 3, tell=rule.tells_every_event):
        yield from look(after, truth, rule, level, came_down=came_down)


def leave(story: Story, truth: Truth, rule: Rule, level: int) -> Iterator[End]:
    below = level - 1
    if below == 0 or not rule.goes_down:
        yield story.end(below)
    elif story.treated[below - 1] == 1:
        for after in story.forks(truth, below, 2, tell=rule.tells_every_event):
            yield from look(after, truth, rule, below, came_down=True)
    else:
        yield from look(story, truth, rule, below, came_down=True)
