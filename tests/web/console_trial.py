"""The worked study with one participant under observation, in a database, with its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.test import Client

from dosepath import conduct, store
from dosepath.ledger import Draft
from dosepath.study import Study, load
from tests.unit.conduct import playing
from tests.unit.conduct.playing import COORDINATOR, HERE, SECOND, Play
from tests.unit.conduct.test_worked_study import enrolled, pin
from tests.web.markup import Node, tree

FILE = Path(__file__).resolve().parents[2] / "studies/nct05727722/study.yaml"
TRIAL = "NCT05727722"
# When the trial begins that is played without the site.
START = datetime(2026, 3, 2, 9, tzinfo=HERE)
PEOPLE = {
    actor.role: actor
    for actor in (
        playing.COORDINATOR,
        playing.INVESTIGATOR,
        playing.PHYSICIAN,
        playing.STATISTICIAN,
        playing.MONITOR,
        playing.AUDITOR,
        playing.LABORATORY,
        playing.ADMINISTRATOR,
    )
}
PASSWORD = "synthetic-data-only"
LABS = {
    "inr": "1.9",
    "albumin": "30 g/L",
    "creatinine": "84 umol/L",
    "sodium": "134",
    "platelets": "78",
    "alt": "61",
    "ast": "83",
}


class StoredTrial(Play):
    """A :class:`Play` of the worked study whose log is the database."""

    def __post_init__(self) -> None:
        self.state = None  # type: ignore[assignment]

    def start(self, study: Study) -> None:
        store.open_trial(study, by=playing.INVESTIGATOR, synthetic=True, at=self.now)
        self.state = store.trial_state(TRIAL)

    def do(
        self, command: Callable[..., tuple[Draft, ...]], *args: object, **named: object
    ) -> tuple[Draft, ...]:
        by, at = named.pop("by", playing.INVESTIGATOR), named.pop("at", self.now)
        done = store.perform(
            TRIAL,
            lambda state: command(state, *args, by=by, at=at, **named),
            by=by,  # type: ignore[arg-type]
            at=at,  # type: ignore[arg-type]
        )
        self.state = done.state
        return done.events


def play(study: Study) -> StoredTrial:
    """P-001 was dosed twenty days ago and has a candidate for a DLT; P-002 was not dosed.

    One of two verdicts on AE-001 is given; laboratory values are entered before dosing and,
    one day ago, for day 1; bilirubin rose above its baseline.
    """
    now = store.now().astimezone(HERE)
    start = (now - timedelta(days=21)).replace(hour=9, minute=0, second=0, microsecond=0)
    trial = StoredTrial(conduct.protocol_of(study), now=start)
    trial.start(study)
    pin(trial, study)
    first = enrolled(trial, study)
    labs(trial, (first, "baseline"), bilirubin="120 umol/L")
    trial.wait(days=1)
    trial.do(conduct.reserve_slot, first, by=COORDINATOR)
    trial.check(first)
    trial.do(conduct.give_dose, first, given_at=trial.now)
    trial.wait(days=5)
    harm = trial.harm(first, term="Abdominal pain", verbatim="pain all over the belly")
    trial.wait(hours=3)
    reason = "began five days after the infusion, no other cause"
    trial.do(conduct.adjudicate, harm, verdict="dlt", reason=reason, by=SECOND)
    trial.now = now - timedelta(days=1)
    on = start + timedelta(days=2, hours=1)
    labs(trial, (first, "d1"), bilirubin="180 umol/L", on=on)
    enrolled(trial, study)
    return trial


def labs(trial: StoredTrial, visit: tuple[str, str], *, bilirubin: str, on: object = None) -> None:
    moment = on or trial.now
    day = moment.date().isoformat()  # type: ignore[attr-defined]
    items = {**LABS, "sampled_on": day, "bilirubin": bilirubin}
    trial.do(conduct.record_form, (*visit, "labs"), on=moment, items=items, by=COORDINATOR)


@dataclass(frozen=True)
class Console:
    """The trial in the database, its study, and its people signed in."""

    trial: StoredTrial
    study: Study

    def client(self, role: str) -> Client:
        """A browser in which the person of this role is signed in."""
        return self.as_person(PEOPLE[role].name)

    def as_person(self, name: str) -> Client:
        """A browser in which this account is signed in."""
        client = Client()
        backend = "dosepath.web.accounts.backend.AccountBackend"
        client.force_login(store.account_of(name), backend=backend)
        return client

    @property
    def seq(self) -> int:
        """How many events the trial has now."""
        return len(store.events(TRIAL))


def create_people() -> None:
    """An account with its role for everybody, one more judge, and one without any role."""
    since = (store.now() - timedelta(days=100)).date()
    for actor in (*PEOPLE.values(), SECOND):
        store.create_account(actor.name, PASSWORD, by=store.INSTALLER)
        grant = store.Grant(actor.role, since, trained_on=since, delegated_on=since)
        store.grant_role(actor.name, grant, by=store.INSTALLER)
    store.create_account("stranger-1", PASSWORD, by=store.INSTALLER)


@contextmanager
def undone() -> Iterator[None]:
    """Everything inside is rolled back, and commands may commit as they do outside of tests."""
    outer = transaction.atomic()
    outer._from_testcase = True  # what Django's own test cases do
    outer.__enter__()
    try:
        yield
    finally:
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


def begin() -> Console:
    """Play the trial and create its people in the present database."""
    study = load(FILE)
    create_people()
    return Console(play(study), study)


def page(client: Client, url: str) -> Node:
    """A page that opens, as a tree."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return tree(answer.content.decode())


def hidden(client: Client, where: str) -> dict[str, str]:
    """The hidden fields of a page's form, as a browser would send them."""
    inputs = [one for one in page(client, where).all("input") if one["type"] == "hidden"]
    return {one["name"]: one["value"] for one in inputs}


def as_shown(client: Client, where: str) -> dict[str, str]:
    """Every field of a page's form with the value it shows."""
    shown = page(client, where)
    found = {one["name"]: one["value"] for one in shown.all("input") if one["name"]}
    for select in shown.all("select"):
        chosen = [one for one in select.all("option") if "selected" in one.attributes]
        found[select["name"]] = chosen[0]["value"] if chosen else ""
    return found | {one["name"]: one.text for one in shown.all("textarea")}
