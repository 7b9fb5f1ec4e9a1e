"""The trials of this database: opening one, and the study version it runs under."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dosepath import conduct
from dosepath.conduct import Refused, TrialState, replay
from dosepath.ledger import Actor, Event, IntegrityError
from dosepath.rule import Reason
from dosepath.store import anchoring, clock, keys, log
from dosepath.store.absence import NotFound
from dosepath.store.attribution import acting
from dosepath.store.models import StudyVersion, Trial
from dosepath.study import Study, load_text

_APPROVED = ("approved", "effective")


def open_trial(study: Study, *, by: Actor, synthetic: bool, at: datetime | None = None) -> Trial:
    """Open the trial of ``study``: its mark, its study version and its first event.

    Refused if it is open already, if a real trial would share a database with a
    synthetic one, and for a real trial whose study file is a draft or without keys of
    its own.
    """
    at = at or clock.now()
    with acting(by), transaction.atomic(durable=True):
        _refuse_second(study.id, synthetic=synthetic)
        if not synthetic:
            _refuse_unready(study)
        trial = Trial.objects.create(
            study_id=study.id, synthetic=synthetic, opened_at=at, opened_by=by.name
        )
        StudyVersion.objects.create(
            trial=trial,
            hash=study.hash,
            name=study.name,
            text=study.text,
            files=dict(study.files) or None,
            added_at=at,
            added_by=by.name,
        )
        unopened = replay((), study)
        drafts = conduct.open_trial(unopened, synthetic=synthetic, by=by, at=at)
        log.append(log.Log(trial, (), study.hash), drafts, by=by, at=at)
    anchoring.catch_up(study.id)
    return trial


def trial_row(trial: str) -> Trial:
    """The row of a trial that was opened here, else :class:`NotFound`."""
    found = Trial.objects.filter(study_id=trial).first()
    if found is None:
        there = ", ".join(Trial.objects.values_list("study_id", flat=True)) or "none"
        raise NotFound(f"no trial {trial} in this database (opened here: {there})")
    return found


def list_trials() -> tuple[Trial, ...]:
    """Every trial opened in this database, oldest first."""
    return tuple(Trial.objects.order_by("opened_at", "study_id"))


def study_of(events: tuple[Event, ...]) -> Study:
    """The study version in force after ``events``: the one that the last event was made under."""
    last = events[-1]
    version = StudyVersion.objects.get(trial=last.trial, hash=last.study_hash)
    study = load_text(version.text, version.name, files=version.files or {})
    if study.hash != version.hash:
        raise IntegrityError(
            f"the kept text of study version {version.hash[:12]} was changed: it reads as "
            f"{study.hash[:12]}"
        )
    return study


def trial_state(trial: str) -> TrialState:
    """The state of ``trial`` now: the replay of its whole log."""
    trial_row(trial)
    events = log.events(trial)
    return replay(events, study_of(events))


def _refuse_second(study_id: str, *, synthetic: bool) -> None:
    if Trial.objects.filter(study_id=study_id).exists():
        raise Refused(Reason.of("store.trial_open_already", trial=study_id))
    if Trial.objects.exclude(synthetic=synthetic).exists():
        raise Refused(Reason.of("store.one_kind_of_trial", synthetic=synthetic))


def _refuse_unready(study: Study) -> None:
    """People are dosed by what was approved, never by a draft or under demonstration keys."""
    if keys.uses_demo_keys():
        raise Refused(Reason.of("store.demo_keys"))
    version = study.identity.version
    if version.status not in _APPROVED:
        reason = Reason.of("store.not_approved", version=version.number, status=version.status)
        raise Refused(reason, Reason.of("store.assumed", n=len(study.assumed)))
