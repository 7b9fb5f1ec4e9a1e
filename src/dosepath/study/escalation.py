"""How the dose goes up: stages, dose-limiting toxicity, stagger, committee, scenarios."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from dosepath.study.part import (
    Days,
    Hours,
    Name,
    Named,
    OrShort,
    Part,
    Text,
    Whole,
    Words,
    YesNo,
)
from dosepath.study.stages import Behaviour, Gap, Later, ScenarioSpec, Stage, TrialPart


def _window(data: Any) -> Any:
    return {"days": data} if isinstance(data, str | int) else data


class WindowPart(Part):
    """The DLT window: how long after dosing an event can be dose-limiting."""

    days: Annotated[Whole | Days, WithJsonSchema({"type": ["integer", "string"]})] = Field(
        description="Days after dosing (dosing is day 0)."
    )


class Condition(Part):
    """What makes an event dose-limiting; everything that is given must hold together."""

    grade_at_least: Whole | None = Field(None, ge=1, le=5, description="Lowest CTCAE grade.")
    worse_by_grades: Whole | None = Field(
        None, ge=1, le=5, description="Grades above the participant's own baseline."
    )
    attribution: Literal["any", "possible", "probable", "definite"] | None = Field(
        None, description="Weakest relation to the product that counts."
    )
    lasts_more_than: Hours | None = Field(None, description="Longer than this, as in 48 h.")
    more_than_times_baseline: Decimal | None = Field(None, gt=0, description="Of own baseline.")
    more_than_times_uln: Decimal | None = Field(
        None, gt=0, description="Of the laboratory's upper limit of normal."
    )
    rise_of_at_least: Text | None = Field(None, description="Above own baseline, with unit.")
    below: Text | None = Field(None, description="Value under this, with unit.")
    newly: YesNo | None = Field(None, description="Not present at baseline.")
    accompanied_by: Text | None = Field(None, description="Another event at the same time.")


class Override(Part):
    """A rule for some terms that stands in the place of the general one."""

    terms: tuple[Text, ...] = Field(min_length=1, description="CTCAE terms it is for.")
    text: Words = Field(description="The rule in words.")
    any: tuple[Condition, ...] = Field((), description="Dose-limiting if one of these holds.")
    never: YesNo = Field(False, description="Never dose-limiting by itself.")


class General(Condition):
    """The general rule."""

    text: Words = Field(description="The rule in words.")


class Dlt(Part):
    """What counts as a dose-limiting toxicity (DLT), and who says so."""

    window: Annotated[WindowPart, BeforeValidator(_window), OrShort("28 d")] = Field(
        description="How long after dosing an event can be dose-limiting."
    )
    is_: General = Field(alias="is", description="Which events are candidates.")
    overrides: Named[Override] = Field({}, description="Rules for single terms instead.")
    death_in_window: Literal["dlt_unless_clearly_unrelated", "always_dlt", "as_any_event"] = Field(
        description="What a death in the window means."
    )
    transplantation_before_complete: Literal["not_evaluable_replaced", "as_any_event"] | None = (
        Field(None, description="What a transplantation in the window means when there is no DLT.")
    )
    repeated_replacement: Literal["committee", "continue"] = Field(
        "committee", description="What a second replacement at one level leads to."
    )
    adjudicators: Whole = Field(2, ge=1, le=5, description="People who judge each candidate.")


class Evaluable(Part):
    """Who counts for the dose decision."""

    text: Words = Field(description="The rule in words.")
    after_visit: Name | None = Field(
        None, description="The visit whose forms must be entered before the window is complete."
    )


class Response(Part):
    """What counts as a response, for a design that weighs it against toxicity."""

    text: Words = Field(description="The rule in words.")
    visit: Name = Field(description="The visit at which it is assessed.")
    item: Name | None = Field(None, description="A yes_no item of that visit that says it.")
    rule: Text | None = Field(
        None, description="Or a rule over the items of one of its forms: change is complete."
    )
    window_days: Days | None = Field(
        None, alias="window", description="An assessment later after dosing does not count."
    )
    not_assessed: Literal["no_response", "not_evaluable"] = Field(
        "no_response",
        description="What somebody counts as who died, left or was seen too late for it; a "
        "DLT counts in any case.",
    )

    @property
    def predicate(self) -> str:
        """The rule over the form's items, in whichever way it was written."""
        return self.rule or f"{self.item} is yes"


class Sentinel(Part):
    """The first participants of each cohort, dosed ahead of the others."""

    size: Whole = Field(ge=1, description="How many go first.")
    wait_hours: Hours = Field(alias="wait", description="How long the others wait.")


class Stagger(Part):
    """How far apart participants are dosed."""

    within_cohort_hours: Hours = Field(
        alias="within_cohort", description="Least time between two dosings of a cohort."
    )
    before_next_level: Literal["last_window_complete", "committee_only"] = Field(
        description="What must be over before the next level opens."
    )
    candidate_dlt: Literal["pauses_dosing", "continues"] = Field(
        description="What a candidate DLT does to dosing until it is adjudicated."
    )
    sentinel: Sentinel | None = Field(None, description="A wait for the first of each cohort.")
    open_cohorts: Whole = Field(1, ge=1, description="Cohorts that may be open at one time.")


class Slots(Part):
    """How long a place at a dose level, and a verdict on eligibility, are held."""

    reserved_hours: Hours = Field(
        72, alias="reserved", description="How long a reserved slot waits for its participant."
    )
    eligibility_hours: Hours = Field(
        72, alias="eligibility", description="How long a signed verdict on eligibility is valid."
    )


Role = Literal["investigator", "statistician", "independent_physician"]


class Committee(Part):
    """Who decides about the dose."""

    quorum: Whole = Field(ge=1, description="Signatures that a decision needs.")
    roles: tuple[Role, ...] = Field(min_length=1, description="Roles that must be among them.")


class Escalation(Part):
    """How the dose goes up."""

    stages: tuple[Stage, ...] = Field(min_length=1, description="Designs, in their order.")
    behaviours: tuple[Behaviour, ...] = Field(
        (), description="What is wrapped around the stages, innermost first."
    )
    dlt: Dlt | None = Field(None, description="Dose-limiting toxicity.")
    evaluable: Evaluable | None = Field(None, description="Who counts for the decision.")
    response: Response | None = Field(
        None, description="What a response is, for a design that weighs it."
    )
    mtd_at_top: Literal["mtd", "not_reached"] = Field(
        "mtd",
        description="What the top level is called when it is reached and tolerated: the MTD of "
        "the levels studied, or an MTD that was not reached. Words only.",
    )
    stagger: Stagger | None = Field(None, description="How far apart participants are dosed.")
    slots: Slots = Field(Slots(), description="How long slots and verdicts are held.")
    committee: Committee | None = Field(None, description="Who decides about the dose.")
    scenarios: Named[ScenarioSpec] = Field({}, description="Assumed true toxicity, by name.")
    parts: Named[TrialPart] = Field(
        {}, description="Further parts or strata, each with a design of its own."
    )
    gaps: tuple[Gap, ...] = Field((), description="What the public record leaves open.")
    later: tuple[Later, ...] = Field(
        (), description="Reviews and choices that follow the escalation."
    )
