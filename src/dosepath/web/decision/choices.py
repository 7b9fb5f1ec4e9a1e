"""What a committee may choose: the recommendation, or anything more cautious."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath import wording
from dosepath.conduct import Choice, Filling, Protocol, Recommendation, less_cautious
from dosepath.designs import selects, tells_top

TREAT, STOP, HOLD = "treat", "stop", "hold"


def choice_text(choice: Choice, protocol: Protocol) -> str:
    """A choice in words, with the dose of its level."""
    if choice.action == TREAT:
        known = 1 <= choice.level <= protocol.levels
        dose = wording.dose_text(protocol.dose(choice.level)) if known else "?"
        said = wording.text("choice.treat", n=choice.n, level=choice.level, dose=dose)
        if not choice.backfill:
            return said
        return wording.text("choice.and_fill", choice=said, **choice.filled)
    if choice.action == STOP:
        goal = selects(protocol.design).upper()
        return wording.text(_stop_code(choice, protocol), mtd=choice.mtd, goal=goal)
    return wording.text("choice.hold")


def _stop_code(choice: Choice, protocol: Protocol) -> str:
    if choice.mtd is None:
        return "choice.stop_none"
    is_top = choice.mtd == protocol.levels and tells_top(protocol.design)
    is_top = is_top and protocol.mtd_at_top == "not_reached"
    return "choice.stop_at_top" if is_top else "choice.stop"


def more_cautious(found: Recommendation, protocol: Protocol) -> tuple[Choice, ...]:
    """Every choice that is more cautious than the recommendation, the nearest first."""
    return tuple(
        choice
        for choice in _all(found, protocol)
        if choice != found.choice and less_cautious(found, choice) is None
    )


def _all(found: Recommendation, protocol: Protocol) -> Iterator[Choice]:
    if found.choice.action == TREAT:
        for level in range(found.choice.level, 0, -1):
            filled = tuple(one for one in found.choice.backfill if one.level < level)
            for n in range(found.choice.n, 0, -1):
                if filled:
                    yield Choice(TREAT, level, n, backfill=filled)
                yield Choice(TREAT, level, n)
    yield Choice(HOLD)
    for mtd in range(protocol.levels, 0, -1):
        yield Choice(STOP, mtd=mtd)
    yield Choice(STOP)


def code_of(choice: Choice) -> str:
    """A choice as the value of a form's field: ``treat:2:3``, ``stop:1``, ``stop``, ``hold``.

    Levels to be filled follow in pairs with their number: ``treat:2:3:1:4``.
    """
    if choice.action == TREAT:
        filled = "".join(f":{one.level}:{one.n}" for one in choice.backfill)
        return f"{TREAT}:{choice.level}:{choice.n}{filled}"
    return choice.action if choice.mtd is None else f"{choice.action}:{choice.mtd}"


def read_code(code: str) -> Choice | None:
    """The choice that a field's value stands for; None for any other text.

    Whether it may be chosen is for the rules of conduct to say.
    """
    action, *numbers = code.split(":")
    if not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in numbers):
        return None
    values = [int(part) for part in numbers]
    if action == TREAT and len(values) >= 2 and len(values) % 2 == 0:
        level, n, *rest = values
        filled = tuple(Filling(*pair) for pair in zip(rest[::2], rest[1::2], strict=True))
        return Choice(TREAT, level, n, backfill=filled)
    if action in (STOP, HOLD) and not values:
        return Choice(action)
    return Choice(STOP, mtd=values[0]) if action == STOP and len(values) == 1 else None
