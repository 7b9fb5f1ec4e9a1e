"""Who can take part: the eligibility room reads the section, this places its faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dosepath.eligibility import Population, build_population
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.study.checks.draft import Draft


def read_population(draft: Draft) -> tuple[Population | None, list[Fault]]:
    """The population and what is wrong with it; None if there is none or it is faulty."""
    data = draft.data.get("population")
    if not isinstance(data, Mapping):
        return None, []
    asked: dict[Place, tuple[str | int, ...]] = {}

    def place_of(path: tuple[str | int, ...]) -> Place:
        place = draft.source.place(("population", *path))
        asked[place] = ("population", *path)
        return place

    try:
        return build_population(data, place_of), []
    except FaultsFound as error:
        return None, [_placed(draft, fault, asked) for fault in error.faults]


def _placed(draft: Draft, fault: Fault, asked: Mapping[Place, tuple[str | int, ...]]) -> Fault:
    """A fault inside a rule counts its column from the beginning of the rule."""
    for place, path in asked.items():
        offset = fault.place.column - place.column
        if place.path == fault.place.path and place.line == fault.place.line and offset >= 0:
            node = draft.source.node(path)
            if node is not None and isinstance(node.value, str):
                return replace(fault, place=draft.source.inside(path, offset))
    return fault


def check_page(draft: Draft) -> Iterator[Fault]:
    """Criteria in plain words belong to criteria that exist."""
    page, population = draft.file.page, draft.data.get("population")
    if page is None or not isinstance(population, Mapping):
        return
    known = {*_names(population.get("exclusions"))}
    for group in _blocks(population.get("groups")):
        known.update(_names(group.get("criteria")))
    for name in page.criteria:
        if name not in known:
            place = draft.source.place(("page", "criteria", name), key=True)
            message, allowed = f"there is no criterion `{name}`", ", ".join(sorted(known))
            yield Fault(place, "criterion.unknown", message, name, allowed)


def _names(block: object) -> list[str]:
    return [name for name in block if name != "assumed"] if isinstance(block, Mapping) else []


def _blocks(block: object) -> list[Mapping[str, object]]:
    blocks = block.values() if isinstance(block, Mapping) else ()
    return [inner for inner in blocks if isinstance(inner, Mapping)]
