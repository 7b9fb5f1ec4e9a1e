"""Why: a code and its values. The sentence is made once, in the ``wording`` room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Scalar = str | int | float | bool | None
Value = Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, order=True)
class Reason:
    """A stable dotted code (``gate.consent_missing``) and the values its sentence needs.

    Values are plain and JSON-safe, so that a reason can be stored in a decision
    and read again years later; they are kept sorted, so that equal reasons have
    equal bytes.
    """

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: str, **values: Value) -> Reason:
        """Make a reason: ``Reason.of("design.escalate", level=2, to=3)``."""
        return cls(code, tuple(sorted(values.items())))

    def __getitem__(self, name: str) -> Value:
        return dict(self.values)[name]

    def to_json(self) -> dict[str, object]:
        """A JSON object ``{"code": ..., "values": {...}}``."""
        return {
            "code": self.code,
            "values": {k: list(v) if isinstance(v, tuple) else v for k, v in self.values},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Reason:
        """The inverse of :meth:`to_json`."""
        values = data.get("values")
        pairs = values.items() if isinstance(values, Mapping) else ()
        return cls.of(
            str(data["code"]),
            **{str(k): tuple(v) if isinstance(v, list) else v for k, v in pairs},
        )
