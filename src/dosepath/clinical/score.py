"""What a score answers, and the sheet on which one is worked out.

A score whose input is missing or impossible is unknown (``value is None``) and
says which input; an input that the source limits before use (creatinine of at
least 1.0 mg/dL, say) is limited, and that is said too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from dosepath.quantity import ANALYTES
from dosepath.rule import Reason

# µmol/L in one mg/dL. Many calculators use 17.1 for bilirubin.
BILIRUBIN_UMOL_PER_MG_DL = ANALYTES["bilirubin"].factors[0].is_.value
CREATININE_UMOL_PER_MG_DL = ANALYTES["creatinine"].factors[0].is_.value


@dataclass(frozen=True)
class Score:
    """A score of one participant at one time.

    ``value`` is unrounded; ``reported`` is rounded half up as the source rounds;
    both are None when an input is missing. ``category`` is a class or grade
    where the score has one ("B", "2"), ``points`` the part scores. ``missing``
    says why it is unknown, ``limited`` which inputs were moved to a limit.
    """

    name: str
    value: float | None = None
    reported: Decimal | None = None
    category: str = ""
    points: tuple[tuple[str, int], ...] = ()
    missing: tuple[Reason, ...] = ()
    limited: tuple[Reason, ...] = ()


@dataclass
class Sheet:
    """Collects what is missing and what was limited while one score is worked out.

    Methods hand out a stand-in of 1 for an input that is missing; whoever asks
    must return :meth:`unknown` when ``missing`` is not empty.
    """

    name: str
    missing: list[Reason] = field(default_factory=list)
    limited: list[Reason] = field(default_factory=list)

    def number(self, what: str, value: Decimal | None, *, positive: bool = True) -> Decimal:
        """``value``, or a stand-in when it is missing, not finite, or not positive."""
        if value is None:
            self.lacks(what)
        elif not value.is_finite() or (positive and value <= 0):
            self.missing.append(self._why("score.impossible", what, found=str(value)))
        else:
            return value
        return Decimal(1)

    def lacks(self, what: str) -> None:
        """Note that input ``what`` is missing."""
        self.missing.append(self._why("score.missing", what))

    def within(self, what: str, value: Decimal, limits: tuple[str | None, str | None]) -> float:
        """``value`` moved into ``limits`` (lowest, highest), noting that it was."""
        low, high = (None if limit is None else Decimal(limit) for limit in limits)
        code, limit = "", value
        if low is not None and value < low:
            code, limit = "score.raised", low
        elif high is not None and value > high:
            code, limit = "score.lowered", high
        if code:
            self.limited.append(self._why(code, what, found=_short(value), to=str(limit)))
        return float(limit)

    def _why(self, code: str, what: str, **values: str) -> Reason:
        return Reason.of(code, score=self.name, input=f"score_input.{what}", **values)

    def unknown(self) -> Score:
        """The answer when something is missing."""
        return Score(self.name, missing=tuple(self.missing))

    def known(
        self,
        value: float,
        reported: Decimal,
        *,
        category: str = "",
        points: tuple[tuple[str, int], ...] = (),
    ) -> Score:
        """The answer when everything is there."""
        return Score(
            self.name, value, reported, category, points=points, limited=tuple(self.limited)
        )


def _short(value: Decimal) -> str:
    """A converted value as a person reads it: three decimals at most."""
    return f"{value.quantize(Decimal('0.001'), ROUND_HALF_UP).normalize():f}"


def half_up(value: float, places: int = 0) -> Decimal:
    """``value`` rounded half away from zero, as people and registries round."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def banded(value: Decimal, lower: Decimal, upper: Decimal) -> int:
    """1 below ``lower``, 2 from ``lower`` to ``upper`` inclusive, 3 above ``upper``."""
    return 1 if value < lower else 2 if value <= upper else 3
