"""Write the record of decisions, tests/spec/decisions: ``make decisions``.

A trial under way must get from tomorrow's version the answer it got from today's. So answers of
every design of the catalogue are kept, observation by observation; a test fails when one changes.
Look at every changed line before it is committed: it is a changed decision in somebody's trial.

A file holds blocks. A block begins with the design as a study file names it, as JSON; then come
observations, each with its answer:

    3/0 6/1 -  @2 | treat 3 at 3 | design.escalate ... | 2 design.mtd_top

Per level evaluated/DLTs, then ``g`` counting events, ``r`` responses, ``b`` of them with a DLT,
and after ``+`` the shares of the window of those under observation; ``-``: nobody. ``@``: the
level last treated. Then the decision, why, and what would be recommended if it ended now.

    python scripts/record_decisions.py boin          the answers of one file anew
    python scripts/record_decisions.py --choose boin  also choose the observations anew
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dosepath.designs import Counts, Design, Stop, Tally, Treat, Wait, build, needs, select
from dosepath.rule import Reason

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "spec" / "decisions"
# A block's observations: enough that few decisions are left out, few enough to be read.
_CHOSEN = 60
_WALKED = 2_500
_TALLY = re.compile(r"(\d+)/(\d+)(?:g(\d+))?(?:r(\d+))?(?:b(\d+))?(?:\+([\d.,]+))?")


@dataclass(frozen=True)
class Block:
    """A design as written, and the observations that are put to it."""

    written: str
    observations: tuple[Counts, ...]

    @property
    def design(self) -> Design:
        """The design that is written."""
        given = json.loads(self.written)
        return build(given["stages"], given["levels"], behaviours=given.get("behaviours", ()))

    def lines(self) -> Iterator[str]:
        """The block as it is kept."""
        design = self.design
        yield self.written
        for counts in self.observations:
            yield answered(design, counts)


def answered(design: Design, counts: Counts) -> str:
    """An observation with its answer, in one line."""
    decision = design.decide(counts)
    return " | ".join(
        (
            observation(counts),
            _what(decision),
            _why(decision.because),
            _recommended(select(design, counts)),
        )
    )


def observation(counts: Counts) -> str:
    """``3/0 6/1 - @2``."""
    return " ".join((*map(_tally, counts.levels), f"@{counts.at}"))


def _tally(tally: Tally) -> str:
    if tally == Tally():
        return "-"
    more = (("g", tally.grade2), ("r", tally.responses), ("b", tally.responses_with_dlt))
    text = f"{tally.n}/{tally.dlt}" + "".join(f"{key}{value}" for key, value in more if value)
    return text + ("+" + ",".join(f"{share:g}" for share in tally.pending) if tally.pending else "")


def read_observation(text: str) -> Counts:
    """The inverse of :func:`observation`."""
    *levels, at = text.split()
    return Counts(tuple(map(_read_tally, levels)), int(at.removeprefix("@")))


def _read_tally(text: str) -> Tally:
    if text == "-":
        return Tally()
    found = _TALLY.fullmatch(text)
    if found is None:
        raise ValueError(f"not a tally: {text!r}")
    *numbers, pending = found.groups()
    shares = tuple(map(float, pending.split(","))) if pending else ()
    return Tally(*(int(number or 0) for number in numbers), pending=shares)


def _what(decision: Treat | Wait | Stop) -> str:
    if isinstance(decision, Treat):
        fill = f", fill {' '.join(map(str, decision.backfill))}" if decision.backfill else ""
        return f"treat {decision.n} at {decision.level}{fill}"
    if isinstance(decision, Stop):
        return "stop, none" if decision.mtd is None else f"stop, {decision.mtd}"
    return "wait"


def _why(because: Reason) -> str:
    return " ".join((because.code, *(f"{name}={_value(value)}" for name, value in because.values)))


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_value, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _recommended(stop: Stop) -> str:
    return f"{stop.mtd or 'none'} {_why(stop.because)}"


def read_blocks(text: str) -> list[Block]:
    """The blocks of a file."""
    blocks: list[tuple[str, list[Counts]]] = []
    for line in text.splitlines():
        if line.startswith("{"):
            blocks.append((line, []))
        elif line.strip():
            blocks[-1][1].append(read_observation(line.partition(" | ")[0]))
    return [Block(written, tuple(found)) for written, found in blocks]


def kept(blocks: Iterable[Block]) -> str:
    """A file."""
    return "\n\n".join("\n".join(block.lines()) for block in blocks) + "\n"


def chosen(design: Design) -> tuple[Counts, ...]:
    """Observations of all kinds of answers, the same at every call."""
    rng = random.Random(1)  # noqa: S311
    by_answer: dict[Any, list[Counts]] = defaultdict(list)
    for counts in _reached(design, rng):
        decision, now = design.decide(counts), select(design, counts)
        moved = decision.level - counts.at if isinstance(decision, Treat) else None
        size = decision.n if isinstance(decision, Treat) else 0
        by_answer[(decision.because.code, moved, size, now.because.code)].append(counts)
    for found in by_answer.values():
        rng.shuffle(found)
    picked: list[Counts] = []
    while len(picked) < _CHOSEN and any(by_answer.values()):
        picked += [found.pop() for found in by_answer.values() if found]
    return tuple(sorted(picked[:_CHOSEN], key=_order))


def _order(counts: Counts) -> tuple[Any, ...]:
    return sum(tally.treated for tally in counts.levels), counts.at, counts


def _reached(design: Design, rng: random.Random) -> list[Counts]:
    """Observations a trial can make: every cohort whole or in part, drawn at random."""
    found = {Counts.none(design.levels)}
    while len(found) < _WALKED:
        before = len(found)
        for _ in range(60):
            found.update(_course(design, rng))
        if len(found) - before < 12:
            break
    return sorted(found)


def _course(design: Design, rng: random.Random) -> Iterator[Counts]:
    """One trial; now and then a cohort is seen in part, which ends no trial."""
    counts, toxicity = Counts.none(design.levels), rng.choice((0.05, 0.2, 0.35, 0.6))
    pending = "pending" in needs(design)
    for _ in range(60):
        yield counts
        decision = design.decide(counts)
        if isinstance(decision, Stop):
            return
        if isinstance(decision, Wait):
            counts = _one_evaluated(counts, rng, toxicity)
            continue
        whole = rng.random() < 0.8
        n = decision.n if whole else rng.randint(1, decision.n)
        if pending and rng.random() < 0.7:
            counts = _with_pending(counts, decision.level, rng, n)
        else:
            counts = counts.plus(decision.level, _drawn(design, rng, n, toxicity))


def _drawn(design: Design, rng: random.Random, n: int, toxicity: float) -> Tally:
    dlt = sum(rng.random() < toxicity for _ in range(n))
    if "responses" in needs(design):
        both = sum(rng.random() < 0.4 for _ in range(dlt))
        return Tally(n, dlt, 0, both + sum(rng.random() < 0.4 for _ in range(n - dlt)), both)
    if not hasattr(design, "heeds_grade_2"):
        return Tally(n, dlt)
    return Tally(n, dlt, sum(rng.random() < 0.3 for _ in range(n - dlt)))


def _with_pending(counts: Counts, level: int, rng: random.Random, n: int) -> Counts:
    old = counts[level]
    shares = tuple(sorted((*old.pending, *(rng.choice((0.0, 0.25, 0.5, 0.9)) for _ in range(n)))))
    new = Tally(old.n, old.dlt, old.grade2, old.responses, old.responses_with_dlt, shares)
    return Counts((*counts.levels[: level - 1], new, *counts.levels[level:]), level)


def _one_evaluated(counts: Counts, rng: random.Random, toxicity: float) -> Counts:
    """Of somebody under observation the outcome is known now."""
    levels = list(counts.levels)
    place = rng.choice([at for at, tally in enumerate(levels) if tally.pending])
    old = levels[place]
    levels[place] = Tally(
        old.n + 1,
        old.dlt + (rng.random() < toxicity),
        old.grade2,
        old.responses,
        old.responses_with_dlt,
        old.pending[:-1],
    )
    return Counts(tuple(levels), counts.at)


def rewrite(path: Path, *, choose: bool) -> bool:
    """Write a file anew; whether anything changed."""
    before = path.read_text(encoding="utf-8")
    blocks = [
        Block(block.written, chosen(block.design)) if choose or not block.observations else block
        for block in read_blocks(before)
    ]
    after = kept(blocks)
    path.write_text(after, encoding="utf-8")
    return after != before


def main(given: Sequence[str] | None = None) -> None:
    """Write the files named, or all, and say which changed."""
    parser = argparse.ArgumentParser(description="Write the record of decisions.")
    parser.add_argument("--choose", action="store_true", help="choose the observations anew")
    parser.add_argument("names", nargs="*", metavar="FILE", help="without .txt; all by default")
    asked = parser.parse_args(given)
    for path in sorted(FOLDER.glob("*.txt")):
        if not asked.names or path.stem in asked.names:
            word = "changed" if rewrite(path, choose=asked.choose) else "as it was"
            print(f"{path.stem}: {word}")


if __name__ == "__main__":
    main()
