"""The 3+3 design and its k+m relatives, every convention a named parameter.

Sources: Storer BE. Design and analysis of phase I clinical trials. Biometrics 1989;45:925-37;
Korn EL et al. A comparison of two phase I trial designs. Stat Med 1994;13:1799-806.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import get_args

from dosepath.designs.cells import (
    Action,
    Cells,
    Claim,
    CutOffs,
    Reading,
    prove_cells,
    threshold_claims,
)
from dosepath.designs.climb import Climb
from dosepath.designs.decision import Counts, Decision, Design, Stop, Tally, Treat
from dosepath.designs.options import (
    DownToOne,
    DownToThree,
    SixAtMtd,
    ThreeOfSix,
    TwoOfSix,
    check_choice,
    check_whole,
)
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason

Overrides = Mapping[str, str] | tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ThreePlusThree:
    """A 3+3 (k+m) rule on ``levels`` dose levels.

    Attributes:
        levels: number of dose levels.
        start_level: 1-based level of the first cohort.
        cohort, expansion: k and m of the k+m rule.
        escalate_first, exceeds_first: after k, at most / at least this many DLTs
            escalate / exceed the MTD; between them the level is expanded by m.
        escalate_both, exceeds_both: the same after k+m; a cell between them must be
            given in ``table``.
        six_at_mtd: whether the MTD must have k+m participants: ``always``;
            ``after_de_escalation`` (a clean k at the top is accepted); ``never``.
        de_escalate: go down when a level exceeds the MTD; if false the trial stops
            and the level below is the MTD as treated.
        two_of_six: ``exceeds``, or ``declares_mtd`` (2/6, not 2/3, makes this the MTD).
        three_of_six: ``exceeds``, or ``steps_back`` (the level below is confirmed with
            k+m participants even under a rule that otherwise stops).
        down_to_one: going down to a level with fewer than k treated (in titration):
            ``add_2`` (fill the first cohort), ``add_5`` (fill both at once), ``accept``.
        down_to_three: going down to a level with k treated: ``add_3`` or ``accept``;
            ``None`` follows ``six_at_mtd``, which fixes it.
        cancel_undosed_at_exceeding: a partial cohort that has already exceeded the MTD
            is not completed.
        table: actions that replace single cells, ``{"6,2": "exceeds_mtd"}``; a key is
            participants evaluated, DLTs. Actions are those of :class:`Action`.

    Raises:
        FaultsFound: every impossible parameter, and every gap or contradiction by cell.
    """

    levels: int
    start_level: int = 1
    cohort: int = 3
    expansion: int = 3
    escalate_first: int = 0
    exceeds_first: int = 2
    escalate_both: int = 1
    exceeds_both: int = 2
    six_at_mtd: SixAtMtd = "after_de_escalation"
    de_escalate: bool = True
    two_of_six: TwoOfSix = "exceeds"
    three_of_six: ThreeOfSix = "exceeds"
    down_to_one: DownToOne = "add_2"
    down_to_three: DownToThree | None = None
    cancel_undosed_at_exceeding: bool = True
    table: Overrides = field(default=())

    def __post_init__(self) -> None:
        given = self._overrides
        object.__setattr__(self, "table", tuple((str(k), str(v)) for k, v in given))
        faults = [*self._parameter_faults(), *self._override_faults()]
        if not faults:
            faults = self._proof[1]
        if faults:
            raise FaultsFound(faults)

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        if counts.at == 0:
            because = Reason.of("design.start", level=self.start_level, n=self.cohort)
            return Treat(self.start_level, self.cohort, because)
        return self.follow(counts, titrated=(0,) * self.levels)

    def select(self, counts: Counts) -> Stop:
        """What would be recommended if the escalation ended now.

        The highest level under any that exceeds the MTD whose own data are such that the
        rule goes up from them, or declares it the MTD. No paper gives this: a k+m rule
        recommends at its own end only.
        """
        return self.select_after(counts, titrated=())

    def select_after(
        self, counts: Counts, *, titrated: tuple[int, ...], apart: bool = False
    ) -> Stop:
        """As :meth:`select`, with ``titrated`` and ``apart`` as for :meth:`follow`."""
        return Climb(self, counts, self._cells(titrated, apart=apart), titrated).select()

    @property
    def selects_by_cells(self) -> bool:
        """Merged counts lead to the same recommendation: it is told by the cells' actions."""
        return True

    @property
    def most_per_level(self) -> int:
        """The most participants that are treated at one level."""
        return self.cohort + self.expansion

    def six_at_mtd_variants(self) -> Mapping[str, Design]:
        """The same rule with each value of ``six_at_mtd``."""
        # down_to_three says the same as six_at_mtd and would contradict its other values.
        choices: tuple[SixAtMtd, ...] = get_args(SixAtMtd)
        return {name: replace(self, six_at_mtd=name, down_to_three=None) for name in choices}

    def follow(self, counts: Counts, *, titrated: tuple[int, ...], apart: bool = False) -> Decision:
        """The rule for a trial that began with another stage.

        ``titrated`` holds per level the participants treated before this rule began;
        they count in the level's first cohort, or come before it if ``apart``.
        """
        return Climb(self, counts, self._cells(titrated, apart=apart), titrated).decide()

    def merge(self, counts: Counts, *, keep_sizes: bool = True) -> Counts:
        """Counts that stand for ``counts``: equal decisions ever after.

        With ``keep_sizes`` equally many were treated at every level; without, closed
        levels forget how many. Exact engines walk these instead of all data.
        """
        levels = [self.merge_tally(tally, keep_sizes=keep_sizes) for tally in counts.levels]
        return Counts(tuple(levels), counts.at)

    def merge_tally(self, tally: Tally, *, keep_sizes: bool) -> Tally:
        """What :meth:`merge` makes of a level, whatever was observed at the others."""
        # A tally that the rule does not foresee is left as it is.
        return _stand_in(self._proof[0], keep_sizes).get((tally.n, tally.dlt), tally)

    def merge_after(self, counts: Counts, titrated: tuple[int, ...], *, keep_sizes: bool) -> Counts:
        """As :meth:`merge`, where ``titrated`` participants came before a level's first cohort."""
        tables = [_stand_in(self.cells_after(extra), keep_sizes) for extra in titrated]
        levels = [
            plain.get((tally.n, tally.dlt), tally)
            for tally, plain in zip(counts.levels, tables, strict=True)
        ]
        return Counts(tuple(levels), counts.at)

    def dlts_alike(
        self, counts: Counts, titrated: tuple[int, ...] = (), apart: bool = False
    ) -> tuple[int, ...]:
        """Per level the most DLTs that :meth:`merge` makes equal to those of ``counts``."""
        return tuple(
            one.most.get((tally.n, tally.dlt), tally.dlt)
            for tally, one in zip(counts.levels, self._cells(titrated, apart=apart), strict=True)
        )

    def _cells(self, titrated: tuple[int, ...], *, apart: bool) -> tuple[Cells, ...]:
        if not apart:
            return (self._proof[0],) * self.levels
        return tuple(self.cells_after(extra) for extra in titrated)

    def cells_after(self, extra: int) -> Cells:
        """The table of a level where ``extra`` participants came before the first cohort."""
        if extra not in self._tables:
            # The same cut-offs with a first cohort that is larger by those participants.
            larger = replace(self, cohort=self.cohort + extra, table=())
            self._tables[extra] = larger.cells_after(0)
        return self._tables[extra]

    @cached_property
    def _tables(self) -> dict[int, Cells]:
        return {0: self._proof[0]}

    @property
    def _overrides(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.table.items()) if isinstance(self.table, Mapping) else self.table

    @property
    def cells(self) -> Mapping[tuple[int, int], Action]:
        """The proven table: (evaluated, DLTs) -> action, partial cohorts included."""
        return self._proof[0].actions

    @cached_property
    def _proof(self) -> tuple[Cells, list[Fault]]:
        layers = [
            [*self._cut_offs()],
            [*self._named_cells()],
            [*self._override_claims()],
        ]
        reading = Reading(
            self.cohort,
            self.cohort + self.expansion,
            early=self.cancel_undosed_at_exceeding,
            at_once=self.down_to_one == "add_5",
        )
        return prove_cells(reading, layers)

    def _cut_offs(self) -> Iterator[Claim]:
        first = CutOffs(self.cohort, self.escalate_first, self.exceeds_first)
        both = CutOffs(self.cohort + self.expansion, self.escalate_both, self.exceeds_both)
        source = "escalate_first, exceeds_first"
        yield from threshold_claims(first, source=source, between=Action.EXPAND)
        yield from threshold_claims(both, source="escalate_both, exceeds_both")

    def _named_cells(self) -> Iterator[Claim]:
        full = self.cohort + self.expansion
        if self.two_of_six == "declares_mtd":
            yield Claim((full, self.exceeds_both), Action.DECLARES_MTD, "two_of_six")
        if self.three_of_six == "steps_back":
            for dlt in range(self.exceeds_both + 1, full + 1):
                yield Claim((full, dlt), Action.STEPS_BACK, "three_of_six")

    def _override_claims(self) -> Iterator[Claim]:
        for key, action in dict.fromkeys(self._overrides):
            n, dlt = (int(part) for part in key.split(","))
            yield Claim((n, dlt), Action(action), f"table {key!r}")

    def _override_faults(self) -> Iterator[Fault]:
        for key, action in self._overrides:
            parts = key.split(",")
            place = Place(path=f"table.{key}")
            if len(parts) != 2 or not all(part.strip().isdecimal() for part in parts):
                yield Fault(
                    place,
                    "design.cell_key",
                    "A cell is named by participants evaluated and DLTs.",
                    key,
                    'two whole numbers, for example "6,2"',
                )
            if action not in tuple(Action):
                yield Fault(
                    place,
                    "design.cell_action",
                    "Unknown action for a cell.",
                    action,
                    ", ".join(Action),
                )

    def _parameter_faults(self) -> Iterator[Fault]:
        wrong = list(check_whole("levels", self.levels, low=1))
        yield from wrong or check_whole("start_level", self.start_level, low=1, high=self.levels)
        yield from check_whole("cohort", self.cohort, low=1)
        yield from check_whole("expansion", self.expansion, low=1)
        for name in ("escalate_first", "exceeds_first", "escalate_both", "exceeds_both"):
            yield from check_whole(name, getattr(self, name), low=0)
        for name, choice in (
            ("six_at_mtd", SixAtMtd),
            ("two_of_six", TwoOfSix),
            ("three_of_six", ThreeOfSix),
            ("down_to_one", DownToOne),
        ):
            yield from check_choice(name, getattr(self, name), get_args(choice))
        for name in ("de_escalate", "cancel_undosed_at_exceeding"):
            yield from check_choice(name, getattr(self, name), (True, False))
        yield from self._down_to_three_faults()

    def _down_to_three_faults(self) -> Iterator[Fault]:
        if self.down_to_three is None:
            return
        yield from check_choice("down_to_three", self.down_to_three, get_args(DownToThree))
        fixed = "accept" if self.six_at_mtd == "never" else "add_3"
        if self.down_to_three != fixed:
            yield Fault(
                Place(path="down_to_three"),
                "design.contradiction",
                f"six_at_mtd: {self.six_at_mtd} means {fixed} at a level with "
                f"{self.cohort} treated.",
                str(self.down_to_three),
                f"{fixed}, or leave it out, or change six_at_mtd",
            )


def _stand_in(cells: Cells, keep_sizes: bool) -> Mapping[tuple[int, int], Tally]:
    return cells.plain if keep_sizes else cells.bare
