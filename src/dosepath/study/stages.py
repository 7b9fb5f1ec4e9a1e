"""Stages, behaviours and scenarios, of the trial or of one of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from dosepath.designs import BEHAVIOURS, CATALOGUE, Entry
from dosepath.study.ladder import Dose
from dosepath.study.part import Days, Name, Named, Part, Share, Text, Whole, Words, refuse


def _one_design(data: Any) -> Any:
    if isinstance(data, str):
        return {"design": data}
    if not isinstance(data, Mapping) or "design" in data:
        return data
    names = [key for key in data if key != "assumed"]
    if len(names) != 1:
        allowed = "one design and its parameters, as in three_plus_three: {six_at_mtd: always}"
        raise refuse("stage.form", "a stage names exactly one design", allowed=allowed)
    return {"design": names[0], "parameters": data[names[0]] or {}, "assumed": data.get("assumed")}


def _keys(entry: Entry) -> tuple[str, ...]:
    return (*entry.parameters, *_ALSO.get(entry.name, ()), "assumed")


# What a file may write besides the design's own parameters.
_ALSO = {"decision_table": ("file",)}


def _stage_schema(catalogue: Mapping[str, Entry]) -> dict[str, Any]:
    """A name of the catalogue, or one name with its parameters."""
    of_design = {
        entry.name: {
            "type": ["object", "null"],
            "properties": {name: {} for name in _keys(entry)},
            "additionalProperties": False,
        }
        for entry in catalogue.values()
    }
    one = {"properties": of_design, "minProperties": 1, "maxProperties": 1}
    named = {"type": "object", **one, "additionalProperties": False}
    either: list[dict[str, Any]] = [{"enum": list(of_design)}, named]
    return {"anyOf": either}


class StagePart(Part):
    """One stage: a design of the catalogue and its parameters."""

    design: Name = Field(description="The design's name in the catalogue.")
    parameters: Any = Field(None, description="The design's own parameters, which it checks.")


Stage = Annotated[StagePart, BeforeValidator(_one_design), WithJsonSchema(_stage_schema(CATALOGUE))]
Behaviour = Annotated[
    StagePart, BeforeValidator(_one_design), WithJsonSchema(_stage_schema(BEHAVIOURS))
]


def with_dosages(stage: Any, doses: Sequence[Dose]) -> Any:
    """A stage of ``{name: parameters}`` whose model needs the doses, with those of the ladder.

    A file says its doses once. Other stages, and levels without numbers, are left as they are.
    """
    name = next(iter(stage), "") if isinstance(stage, Mapping) else ""
    entry = CATALOGUE.get(str(name))
    if entry is None or "dosages" not in entry.parameters:
        return stage
    written = stage[name] or {}
    values = [float(dose.value) for dose in doses if dose.value is not None]
    if not isinstance(written, Mapping) or "dosages" in written or len(values) < len(doses):
        return stage
    return {name: {**written, "dosages": values}}


class ScenarioSpec(Part):
    """True toxicity by dose level, assumed for the calculation of operating characteristics."""

    title: Words | None = Field(None, description="What this scenario stands for.")
    grade_0_1: tuple[Share, ...] | None = Field(
        None, description="Probability of nothing that counts, per level; else what is left of 1."
    )
    grade_2: tuple[Share, ...] | None = Field(
        None, description="Probability of a counting event (grade 2, no DLT), per level."
    )
    dlt: tuple[Share, ...] = Field(description="Probability of a DLT, per level.")
    response: tuple[Share, ...] | None = Field(
        None, description="Probability of a response, per level, for designs that weigh it."
    )
    response_if_dlt: tuple[Share, ...] | None = Field(
        None, description="The same in a participant with a DLT; else it does not depend on it."
    )


class TrialPart(Part):
    """A part or stratum of the trial that escalates by itself; what it leaves out is the trial's.

    The trial's own `doses` and `stages` are those of its main part.
    """

    title: Words | None = Field(None, description="What the part is called.")
    doses: list[Any] | dict[str, Any] | None = Field(
        None, description="Its dose levels, lowest first; else the trial's."
    )
    stages: tuple[Stage, ...] | None = Field(
        None, min_length=1, description="Its designs, in their order; else the trial's."
    )
    behaviours: tuple[Behaviour, ...] | None = Field(
        None, description="What is wrapped around them; else the trial's."
    )
    scenarios: Named[ScenarioSpec] | None = Field(
        None, description="Its assumed true toxicity; else the trial's."
    )
    after: Text | None = Field(None, description="What must have happened before it opens.")


class Gap(Part):
    """Something that the public record does not say, or says in two ways."""

    text: Words = Field(description="What is open.")
    taken: Words | None = Field(None, description="What this file does meanwhile.")


class Later(Part):
    """A review or a choice after the escalation that no design computes."""

    text: Words = Field(description="What happens, in words.")
    after_days: Days | None = Field(
        None, alias="after", description="How long after the last participant's dosing."
    )
    recommended_doses: tuple[Whole, ...] = Field(
        (), description="How many doses may be recommended: [1, 2] for one or two."
    )
