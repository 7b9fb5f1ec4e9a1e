"""Observations: one reported fact, kept exactly as it was reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import tzinfo

from dosepath.quantity.errors import DosePathError
from dosepath.quantity.moment import Moment

# The statuses of FHIR R4 Observation.status, with the answer that each gets here.
STATUSES: Mapping[str, str] = {
    "final": "used",
    "corrected": "replaces",
    "amended": "replaces",
    "preliminary": "ignored",
    "registered": "ignored",
    "cancelled": "ignored",
    "entered-in-error": "ignored",
    "unknown": "ignored",
}


@dataclass(frozen=True)
class Observation:
    """One fact as reported: nothing is converted, rounded or corrected here.

    ``variable`` is the study file's name; ``value``, ``uln`` and ``lln`` are the
    reported text (``"<0.2"``, ``"yes"``, ``"1971-05-04"``); ``uln`` and ``lln``
    are in ``unit`` unless ``range_unit`` says otherwise; ``at`` is when the
    sample was taken or the state was seen; ``source`` says where it stands.
    """

    variable: str
    value: str
    unit: str = ""
    at: Moment | None = None
    uln: str | None = None
    lln: str | None = None
    source: str = ""
    status: str = "final"
    range_unit: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            allowed = ", ".join(STATUSES)
            raise DosePathError(f"unknown status {self.status!r}; allowed: {allowed}")

    @property
    def is_ignored(self) -> bool:
        """Whether the status says that the value must not be used."""
        return STATUSES[self.status] == "ignored"

    @property
    def replaces(self) -> bool:
        """Whether the value replaces what was reported before for the same time."""
        return STATUSES[self.status] == "replaces"

    def to_json(self) -> dict[str, str]:
        """A JSON object of texts; what is empty is left out."""
        return {
            field.name: str(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) not in (None, "")
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object], zone: tzinfo | None = None) -> Observation:
        """The inverse of :meth:`to_json`; ``zone`` is the site's, for dates without a time.

        Raises :class:`DosePathError` for an unknown key, a value that is not
        text, or a time without a zone.
        """
        known = {field.name for field in fields(cls)}
        for key, value in data.items():
            if key not in known:
                raise DosePathError(f"unknown key {key!r}; allowed: {', '.join(sorted(known))}")
            if value is not None and not isinstance(value, str):
                raise DosePathError(f"{key} must be text, not {type(value).__name__}")
        texts = {key: str(value) for key, value in data.items() if value is not None}
        if "variable" not in texts or "value" not in texts:
            raise DosePathError("an observation needs a variable and a value")
        at = Moment.parse(texts.pop("at"), zone) if "at" in texts else None
        return cls(at=at, **texts)
