"""What is recorded about one person at screening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from dosepath.quantity import DosePathError, Moment, Observation


@dataclass(frozen=True)
class Judgement:
    """A named person's answer to a criterion that no measurement settles.

    ``answer`` is ``yes``, ``no`` or ``unknown``; yes means that the criterion's
    judgement statement is true. ``met`` and ``not_met`` are accepted for yes
    and no. ``by`` and ``reason`` may not be empty.
    """

    criterion: str
    answer: str
    by: str
    reason: str
    at: Moment | None = None

    def __post_init__(self) -> None:
        answer = {"met": "yes", "not_met": "no"}.get(self.answer, self.answer)
        if answer not in ("yes", "no", "unknown"):
            raise DosePathError(f"a judgement is yes, no or unknown, not {self.answer!r}")
        object.__setattr__(self, "answer", answer)
        if not self.by.strip() or not self.reason.strip():
            raise DosePathError(f"the judgement of {self.criterion} needs a name and a reason")

    def to_json(self) -> dict[str, str]:
        """A JSON object of texts."""
        at = {} if self.at is None else {"at": str(self.at)}
        return {
            "criterion": self.criterion,
            "answer": self.answer,
            "by": self.by,
            "reason": self.reason,
            **at,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object], zone: tzinfo | None = None) -> Judgement:
        """The inverse of :meth:`to_json`; raises :class:`DosePathError`."""
        texts = {key: str(value) for key, value in data.items() if value is not None}
        at = Moment.parse(texts.pop("at"), zone) if "at" in texts else None
        unknown = set(texts) - {"criterion", "answer", "by", "reason"}
        if unknown or len(texts) < 4:
            raise DosePathError("a judgement has criterion, answer, by, reason and perhaps at")
        return cls(at=at, **texts)


@dataclass(frozen=True)
class Record:
    """All that is known of one person: reported facts, judgements and the anchors' dates.

    ``anchors`` holds ``consent`` and, where they differ from the time of
    evaluation, ``screening``, ``enrolment`` and ``dosing``. ``zone`` is the
    site's: a date without a time is that whole day there. Of two judgements of
    one criterion the later in the tuple counts.
    """

    observations: tuple[Observation, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    anchors: Mapping[str, Moment] = field(default_factory=dict)
    zone: tzinfo = UTC
