"""Every dependency has a reason, is locked with hashes, and is used by what declares it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from fnmatch import fnmatch
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.reading import (
    ROOT,
    SOURCE,
    expect_none,
    name_of,
    parse,
    python_files,
    tracked_files,
)

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
DECLARED = tomllib.loads(PYPROJECT)
# A library's own second package, which it documents and always brings with it.
COMES_WITH = {"markupsafe": "jinja2", "pydantic_core": "pydantic"}
LOCKS = ("run", "dev")


def lock(kind: str) -> str:
    return (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")


def pins(kind: str) -> dict[str, str]:
    """Name to version of everything in a lock file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock(kind), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def declared(kind: str) -> list[Requirement]:
    """What pyproject.toml asks for, in the shape of each lock file."""
    project, groups = DECLARED["project"], DECLARED["dependency-groups"]
    wanted = [*project["dependencies"], *groups["build"]]
    for name, extra in project["optional-dependencies"].items():
        wanted += extra if name != "all" else []
    return [Requirement(text) for text in wanted + (groups["dev"] if kind == "dev" else [])]


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = re.findall(r'^ +"[a-z][\w.-]*[><=~].*$', PYPROJECT, re.MULTILINE)
    assert len(lines) >= len(declared("dev"))
    expect_none(line for line in lines if not re.search(r"# \w.{9,}", line))


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_holds_what_is_declared(kind: str) -> None:
    locked = pins(kind)
    wrong = [
        str(wanted)
        for wanted in declared(kind)
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"))
    ]
    assert wrong == [], "run: make lock"


@pytest.mark.parametrize("kind", LOCKS)
def test_every_locked_package_has_hashes(kind: str) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock(kind), flags=re.MULTILINE)
    expect_none(b.split()[0] for b in blocks if b.strip() and "--hash=sha256:" not in b)


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_names_no_address_and_no_place(kind: str) -> None:
    assert re.findall(r"https?:|--(?:extra-)?index|--find-links|@ |/[a-z]+/", lock(kind)) == []


def test_the_environment_for_tests_holds_what_runs() -> None:
    assert set(pins("run").items()) - set(pins("dev").items()) == set()


def test_every_imported_library_is_declared() -> None:
    known = {canonicalize_name(wanted.name) for wanted in declared("run")}
    owners = packages_distributions()
    foreign = {
        f"{name_of(path)}: {module}"
        for path in python_files("src")
        for module in imported_packages(parse(path))
        if not {canonicalize_name(name) for name in owners.get(module, [module])} & known
        and COMES_WITH.get(module) not in known
    }
    expect_none(foreign)


def test_every_kind_of_file_is_packaged() -> None:
    packaged = DECLARED["tool"]["setuptools"]["package-data"]["*"]
    expect_none(
        name_of(path)
        for path in tracked_files()
        if SOURCE in path.parents
        and path.suffix != ".py"
        and not any(fnmatch(path.name, pattern) for pattern in packaged)
    )


def imported_packages(tree: ast.AST) -> set[str]:
    """Top-level packages that a file imports, without ours and the standard library."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"dosepath"}


def test_imports_are_read_wherever_they_stand() -> None:
    tree = ast.parse("import os\nfrom dosepath import web\ndef f():\n    import numpy.random")
    assert imported_packages(tree) == {"numpy"}
