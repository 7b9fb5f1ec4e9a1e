"""Read the project's own code: which functions there are, how long, with which parameters."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "dosepath"
PURE = (
    "quantity",
    "rule",
    "designs",
    "pathways",
    "clinical",
    "eligibility",
    "schedule",
    "study",
    "ledger",
    "conduct",
    "analysis",
    "wording",
)

# Who acts, when and why are asked of every write, a language of every sentence, a request of every
# page: they do not make a signature hard to read.
UNCOUNTED = {"self", "cls", "request", "by", "at", "reason", "lang"}


@dataclass(frozen=True)
class Function:
    """A function as written: where, its name, how many lines of code, and its parameters."""

    where: str
    name: str
    lines: int
    positional: tuple[str, ...]
    keywords: tuple[str, ...]
    is_verb: bool


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the project that exists, as git knows it (new ones included)."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in sorted(listed.stdout.splitlines()))
    return tuple(path for path in paths if path.is_file())


def python_files(*folders: str) -> list[Path]:
    """Python files below these folders of the project, without generated migrations."""
    return [
        path
        for path in tracked_files()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in folders
        and "migrations" not in path.parts
    ]


def pure_files() -> list[Path]:
    """The source files of the pure rooms."""
    return [p for p in python_files("src") if p.relative_to(SOURCE).parts[0] in PURE]


def name_of(path: Path) -> str:
    """The path inside the project, for messages."""
    return path.relative_to(ROOT).as_posix()


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(tree: ast.AST, where: str = "") -> Iterator[Function]:
    """Every function and method in a tree, inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield Function(
                where=f"{where}:{node.lineno} {node.name}",
                name=node.name,
                lines=_code_lines(node),
                positional=_counted([*node.args.posonlyargs, *node.args.args]),
                keywords=_counted(node.args.kwonlyargs),
                is_verb=any("click" in ast.unparse(d) for d in node.decorator_list)
                or (node.name.startswith("__") and node.name != "__init__"),
            )


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, without the docstring: explaining is never too long."""
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def _counted(arguments: list[ast.arg]) -> tuple[str, ...]:
    return tuple(a.arg for a in arguments if a.arg not in UNCOUNTED)


def expect_none(found: Iterable[object]) -> None:
    """Fail with every one of ``found`` on its own line."""
    listed = sorted(map(str, found))
    assert not listed, "\n".join(["found:", *listed])
