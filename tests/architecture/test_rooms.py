"""The rooms are those of the contracts, entered by the front door, with no clock or chance."""

from __future__ import annotations

import ast
import importlib
import tomllib
from pathlib import Path

import grimp
import pytest

from scripts.document import NAMES, names_text, public_names
from tests.architecture.front_door import FrontDoorContract
from tests.architecture.reading import (
    PURE,
    ROOT,
    SOURCE,
    expect_none,
    name_of,
    parse,
    pure_files,
    python_files,
)

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
ROOMS = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

# Calls that read a clock, an environment, or chance that nobody handed in; `hash` of a text
# differs between two runs of the same program.
HIDDEN = {
    "default_rng",
    "getenv",
    "hash",
    "monotonic",
    "now",
    "perf_counter",
    "today",
    "urandom",
    "utcnow",
    "uuid1",
    "uuid4",
}


def test_every_room_on_disk_has_its_layer() -> None:
    layers = CONTRACTS["layers"]["layers"]
    assert {room.strip() for layer in layers for room in layer.split("|")} == ROOMS


def test_the_pure_rooms_are_the_same_everywhere() -> None:
    assert CONTRACTS["pure"]["source_modules"] == [f"dosepath.{room}" for room in PURE]


def test_no_contract_has_exceptions() -> None:
    excused = [name for name, contract in CONTRACTS.items() if "ignore_imports" in contract]
    expect_none(excused)


def test_every_room_declares_what_it_offers() -> None:
    silent = [room for room, names in public_names().items() if not names]
    expect_none(silent)


def test_public_names_are_pinned() -> None:
    assert names_text() == NAMES.read_text(encoding="utf-8"), (
        "A room offers other names than before. If that is meant: python scripts/document.py names"
    )


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_public_name_exists(room: str) -> None:
    module = importlib.import_module(f"dosepath.{room}")
    expect_none(name for name in public_names()[room] if not hasattr(module, name))


def test_only_what_a_room_offers_is_taken_from_it() -> None:
    offered = public_names()
    expect_none(
        f"{name_of(path)}:{line} takes {name} from {room}"
        for path in python_files("src")
        for line, room, name in taken(parse(path))
        if room != path.relative_to(SOURCE).parts[0] and name not in offered.get(room, [])
    )


def taken(tree: ast.AST) -> list[tuple[int, str, str]]:
    """Line, room and name of every ``from dosepath.ROOM import NAME``."""
    return [
        (node.lineno, node.module.removeprefix("dosepath."), alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.startswith("dosepath.")
        and node.module.count(".") == 1
        for alias in node.names
    ]


@pytest.mark.parametrize("path", pure_files(), ids=name_of)
def test_pure_rooms_have_no_hidden_clock_or_chance(path: Path) -> None:
    assert hidden_calls(parse(path)) == []


def hidden_calls(tree: ast.AST) -> list[str]:
    """Calls by the names above, also where the function is only handed on."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in HIDDEN:
                found.append(f"line {node.lineno}: {name}()")
            case ast.keyword(arg="default_factory", value=ast.Attribute(attr=name)) if (
                name in HIDDEN
            ):
                found.append(f"line {node.value.lineno}: default_factory={name}")
    return found


@pytest.mark.parametrize(
    "code",
    [
        "import datetime as d\nx = d.datetime.now()",
        "x = clock.today()",
        "from numpy.random import default_rng\nx = default_rng()",
        "x = field(default_factory=uuid.uuid4)",
        "x = hash(name)",
    ],
)
def test_a_hidden_clock_or_chance_is_found(code: str) -> None:
    assert len(hidden_calls(ast.parse(code))) == 1


def graph_with(*imports: tuple[str, str]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for module in ("top", "top.a", "top.a.inner", "top.b", "top.b.inner", "top.b.inner.deep"):
        graph.add_module(module)
    for importer, imported in imports:
        graph.add_import(
            importer=importer,
            imported=imported,
            line_number=1,
            line_contents=f"from {imported} import name",
        )
    return graph


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("top.a.inner", "top.b", True),
        ("top.b", "top.b.inner.deep", True),
        ("top.b.inner.deep", "top.b.inner", True),
        ("top.a.inner", "top.b.inner", False),
        ("top.a", "top.b.inner.deep", False),
        ("top", "top.a.inner", False),
    ],
)
def test_the_front_door_contract_finds_imports_through_walls(
    importer: str, imported: str, kept: bool
) -> None:
    contract = FrontDoorContract(
        name="door", session_options={"root_packages": ["top"]}, contract_options={}
    )
    assert contract.check(graph_with((importer, imported)), verbose=False).kept is kept


def test_a_module_of_the_same_name_as_what_is_offered_is_no_wall() -> None:
    graph = graph_with()
    graph.add_import(
        importer="top.a",
        imported="top.b.inner",
        line_number=1,
        line_contents="from top.b import inner",
    )
    contract = FrontDoorContract(
        name="door", session_options={"root_packages": ["top"]}, contract_options={}
    )
    assert contract.check(graph, verbose=False).kept


def test_a_named_door_may_be_entered() -> None:
    contract = FrontDoorContract(
        name="door",
        session_options={"root_packages": ["top"]},
        contract_options={"doors": ["top.b.inner"]},
    )
    assert contract.check(graph_with(("top.a", "top.b.inner")), verbose=False).kept
