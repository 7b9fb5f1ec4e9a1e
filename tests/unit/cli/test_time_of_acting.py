"""A command is carried out at the time at which it is confirmed, not at which it was typed."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from dosepath import store, web
from dosepath.cli.acting import Acting

TYPED, CONFIRMED = datetime(2026, 3, 2, 18, tzinfo=UTC), datetime(2026, 3, 3, 8, tzinfo=UTC)


class Overnight(Acting):
    """The prompt for the password stands open until the next morning."""

    now = TYPED

    def begin(self) -> Any:
        return SimpleNamespace(synthetic=False)

    def moment(self, state: Any) -> datetime:
        return self.now

    def actor(self, *, at: datetime, signature: str = "") -> Any:
        self.now = CONFIRMED
        return None

    def tell(self, *told: Any, **named: Any) -> None:
        """Nothing."""


def test_a_prompt_left_open_does_not_date_an_act_back(monkeypatch: pytest.MonkeyPatch) -> None:
    web.start()
    times = []

    def perform(trial: str, command: Any, **named: Any) -> Any:
        command(None)
        return SimpleNamespace(events=())

    monkeypatch.setattr(store, "perform", perform)
    Overnight().carry_out(lambda state, by, at: times.append(at) or ())
    assert times == [CONFIRMED]
