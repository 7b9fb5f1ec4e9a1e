"""``dosepath screen``: the eligibility of one participant, with evidence and a worklist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.output import emit_json, emit_table

if TYPE_CHECKING:
    from dosepath.eligibility import CriterionResult, Population, Record, Result
    from dosepath.rule import Evidence
    from dosepath.study import Study


@click.command()
@click.argument("study_file", metavar="STUDY", type=click.Path(path_type=Path))
@click.argument("facts", nargs=-1, metavar="[FACT]...")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help="Facts in a CSV file.")
@click.option("--json-file", type=click.Path(path_type=Path), help="Facts in a JSON file.")
@click.option("--form", multiple=True, metavar="FACT", help='One fact: weight="62 kg".')
@click.option("--at", metavar="TIME", help="Evaluate as of this time; default: now.")
@click.option("--pin", multiple=True, metavar="CRITERION=READING", help="Use this reading: A5=r2.")
@click.option("--lang", type=click.Choice(["en", "zh-Hans"]), default="en", help="Language.")
@click.option("--all", "show_all", is_flag=True, help="Also every comparison of every reading.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def screen(
    study_file: Path,
    *,
    facts: tuple[str, ...],
    csv_file: Path | None,
    json_file: Path | None,
    form: tuple[str, ...],
    at: str | None,
    pin: tuple[str, ...],
    lang: str,
    show_all: bool,
    as_json: bool,
) -> None:
    r"""Evaluate one participant against the criteria of STUDY.

    Facts come from a CSV file, a JSON file or the command line, as in

    \b
      dosepath screen study.yaml --csv screening.csv
      dosepath screen study.yaml --form weight="62 kg" inr=1.8 \
          bilirubin="180 umol/L uln 21" consent=2026-01-15 E12=no

    A CSV file has the columns variable, value, unit, at, uln, lln, source, status and
    reason; `consent` and other dates of the study are rows too, and so are judgements
    (E12, yes or no, with the person in source and the reason in reason). Nothing is stored.
    """
    from dosepath.eligibility import evaluate
    from dosepath.study import load

    study = load(study_file)
    population = _population(study)
    moment = _moment(at, study)
    sources = {"--csv": csv_file, "--json-file": json_file, "--form": form or facts}
    record = _record(study, {k: v for k, v in sources.items() if v}, (*form, *facts), moment)
    result = evaluate(population, record, at=moment, pins=_pins(pin, population))
    if as_json:
        emit_json(_as_json(study, result))
    else:
        _Page(study, population, result, lang).show(show_all=show_all)


def _population(study: Study) -> Population:
    if study.population is None:
        raise click.UsageError(f"{study.name} says nothing about who can take part (population:)")
    return study.population


def _moment(at: str | None, study: Study) -> datetime:
    """The time of evaluation: now, or the end of a day that is given as a date."""
    from datetime import timedelta

    from dosepath.quantity import Moment, MomentRefused

    if at is None:
        return datetime.now(study.zone)
    try:
        moment = Moment.parse(at, study.zone)
    except MomentRefused as refused:
        raise click.BadParameter(f"{at!r}; allowed: {refused.allowed}", param_hint="--at") from None
    return moment.start if moment.is_instant else moment.end - timedelta(seconds=1)


def _record(
    study: Study, sources: Mapping[str, object], pairs: tuple[str, ...], at: datetime
) -> Record:
    from dosepath.eligibility import read_csv, read_form, read_json

    if len(sources) != 1:
        given = ", ".join(sources) or "nothing"
        raise click.UsageError(f"give facts with one of --csv, --json-file, --form; found {given}")
    kind, source = next(iter(sources.items()))
    population = _population(study)
    if kind == "--form":
        return read_form(pairs, population, at=at, zone=study.zone)
    path = Path(str(source))
    read = read_csv if kind == "--csv" else read_json
    return read(path.read_bytes(), population, name=str(path), zone=study.zone)


def _pins(pairs: Iterable[str], population: Population) -> dict[str, str]:
    pins = {}
    for pair in pairs:
        criterion, _, reading = pair.partition("=")
        known = {c.id: [r.id for r in c.readings] for c in population.criteria}
        if reading not in known.get(criterion, []):
            allowed = ", ".join(known.get(criterion, list(known)))
            raise click.BadParameter(f"{pair!r}; allowed: {allowed}", param_hint="--pin")
        pins[criterion] = reading
    return pins


def _as_json(study: Study, result: Result) -> dict[str, object]:
    return {
        "study": study.id,
        "study_hash": study.hash,
        "evidence_hash": result.hash,
        "result": result.to_json(),
    }


class _Page:
    """One participant's result as a page of text."""

    def __init__(self, study: Study, population: Population, result: Result, lang: str) -> None:
        self.study = study
        self.population = population
        self.result = result
        self.lang = lang

    def label(self, code: str) -> str:
        from dosepath.wording import label

        return label(code, self.lang)

    def say(self, reason: object) -> str:
        from dosepath.eligibility import named
        from dosepath.rule import Reason
        from dosepath.wording import say

        if not isinstance(reason, Reason):
            return ""
        return say(named(reason, self.population, self.lang), self.lang)

    def show(self, *, show_all: bool) -> None:
        from dosepath.eligibility import verdict_reason

        at = self.result.at.astimezone(self.study.zone).isoformat(" ", timespec="minutes")
        click.echo(f"{self.study.id}  {at}\n")
        click.echo(f"{self.say(verdict_reason(self.result))}.\n")
        self._criteria(show_all=show_all)
        self._readings()
        self._worklist()
        self._notes()

    def _words(self, words: Mapping[str, str]) -> str:
        return words.get(self.lang) or words.get("en", "")

    def _truth(self, found: CriterionResult) -> str:
        kind = "exclusion" if found.is_exclusion else "truth"
        words = self.label(f"{kind}.{found.truth.value}")
        return f"({words})" if found.kind == "informative" else words

    def _criteria(self, *, show_all: bool) -> None:
        rows: list[tuple[str, str, str]] = []
        for group in self.population.groups:
            truth = self.label(f"truth.{self.result.groups[group.id].value}")
            rows.append((group.id, truth, self._words(group.title).upper()))
            rows += self._rows((c.id for c in group.criteria), show_all=show_all)
        rows.append(("", "", self.label("exclusions").upper()))
        rows += self._rows((c.id for c in self.population.exclusions), show_all=show_all)
        emit_table(("", "answer", "evidence"), rows)
        click.echo(self.label("informative.note") + "\n")

    def _rows(self, ids: Iterable[str], *, show_all: bool) -> list[tuple[str, str, str]]:
        rows = []
        for id_ in ids:
            found = self.result.criterion(id_)
            lines = self._every(found) if show_all else self._telling(found)
            rows.append((id_, self._truth(found), "\n".join(lines)))
        return rows

    def _telling(self, found: CriterionResult) -> list[str]:
        """Each fact once: those that are known, and those that leave the answer open."""
        is_open = found.truth is found.truth.UNKNOWN
        lines = [
            self._fact(item) if item.why is None else self.say(item.why)
            for item in found.evidence
            if item.why is None or is_open
        ]
        return list(dict.fromkeys(lines))

    def _every(self, found: CriterionResult) -> list[str]:
        """Every comparison of every reading, with what it gave."""
        lines = []
        for reading in found.readings:
            gives = self.label(f"truth.{reading.truth.value}")
            lines.append(f"{reading.reading}: {gives}  {reading.rule}".rstrip())
            for item in reading.evidence:
                answer = self.label(f"truth.{item.truth.value}")
                fact = self._fact(item) if item.why is None else self.say(item.why)
                lines.append(f"  {item.rule}: {answer}; {fact}")
        return lines

    def _fact(self, item: Evidence) -> str:
        value = f"{item.value} {item.unit}".strip()
        where = ", ".join(part for part in (item.at[:16].replace("T", " "), item.source) if part)
        return f"{self._name(item.variable)}: {value}" + (f" ({where})" if where else "")

    def _name(self, variable: str) -> str:
        from dosepath.eligibility import variable_label

        if variable in self.population.variables:
            return variable_label(variable, self.population, self.lang)
        if any(criterion.id == variable for criterion in self.population.criteria):
            return self.label("missing.judgement")
        return variable

    def _readings(self) -> None:
        rows = []
        for found in self.result.criteria:
            if not found.readings_differ:
                continue
            criterion = self.population.criterion(found.id)
            for reading in found.readings:
                mark = " *" if reading.reading == found.recommended else ""
                kind = "exclusion" if found.is_exclusion else "truth"
                truth = self.label(f"{kind}.{reading.truth.value}")
                text = self._words(criterion.reading(reading.reading).text)
                rows.append((found.id, reading.reading + mark, truth, text))
        if rows:
            title = self.label("readings.title")
            emit_table(("", "reading", "gives", "how it reads"), rows, title=title)
            click.echo(self.label("readings.note") + "\n")

    def _worklist(self) -> None:
        rows = [
            (
                number,
                self._what(item.key),
                self.label(f"found_in.{item.found_in}"),
                ", ".join(item.criteria),
                self.say(item.why).partition(": ")[2] or self.say(item.why),
            )
            for number, item in enumerate(self.result.worklist, start=1)
        ]
        if rows:
            title = self.label("worklist.title")
            emit_table(("", "missing", "from", "for", "why"), rows, title=title, numeric=("",))

    def _what(self, key: str) -> str:
        if key.startswith("reading:"):
            return f"{key.removeprefix('reading:')}: {self.label('missing.reading')}"
        name, _, part = key.partition(".")
        if name not in self.population.variables:
            criteria = {c.id: c for c in self.population.criteria}
            text = self._words(criteria[name].judgement) if name in criteria else name
            return f"{name}: {text}" if name in criteria else name
        return self._name(name) + (f": {self.label('missing.' + part)}" if part else "")

    def _notes(self) -> None:
        for reason in (*self.result.warnings, *self.result.quality):
            click.echo(f"! {self.say(reason)}")
