"""Every way to change one decision of a Python source: what :mod:`scripts.mutate` tries."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.MatMult: ast.Add,
}
_PAIRS = ("min max", "any all", "minimum maximum", "fmin fmax", "argmin argmax")
NAMES = {a: b for pair in map(str.split, _PAIRS) for a, b in (pair, pair[::-1])}

# What is said, and what is not a decision: left alone with everything inside.
_SAYING = {"Reason", "of", "Fault", "FaultsFound", "Place", "fault", "errstate", "isinstance"}
_SAYING |= {"_shape", "_order", "_crossing", "cast", "field"}
_NO_DECISION = {"strict", "keepdims", "dtype", "copy", "out", "maxsize"}


@dataclass(frozen=True, order=True)
class Mutation:
    """One change: where it is, what stood there, what stands there now, and the whole file."""

    line: int
    function: str
    before: str
    after: str
    source: str

    def told(self) -> str:
        """The change in a line."""
        return f"{self.function}, line {self.line}: {self.before} -> {self.after}"


def mutations_of(source: str) -> list[Mutation]:
    """Every change of one decision, in the order of the file."""
    tree = ast.parse(source)
    found = []
    for node, function in _decisions(tree, "module"):
        for before, after, change, undo in _changes(node):
            change()
            changed = ast.unparse(tree)
            undo()
            line = getattr(node, "lineno", 0)
            found.append(Mutation(line, function, before, after, changed))
    return found


def _decisions(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
    """Nodes that may be changed, each with the function it stands in."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_left_alone(child):
                continue
            inside = function
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inside = child.name if function == "module" else f"{function}.{child.name}"
            yield child, inside
            yield from _decisions(child, inside)


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.keyword):
        return node.arg in _NO_DECISION
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id in ("Literal", "tuple", "type")
    if isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return name in _SAYING or name.endswith("_fault")
    return False


Change = tuple[str, str, Callable[[], None], Callable[[], None]]


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Constant):
        yield from _numbers(node)
    elif isinstance(node, ast.Call):
        yield from _names(node)
    else:
        yield from _conditions(node)


def _conditions(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare():
            for at, op in enumerate(node.ops):
                yield _swap(node, node.ops, at, COMPARISONS[type(op)]())
        case ast.BinOp() if not _is_text(node):
            yield _set(node, "op", OPERATORS[type(node.op)]())
        case ast.BoolOp():
            yield _set(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp():
            yield _set(node, "operand", ast.UnaryOp(node.op, node.operand))
        case ast.If() | ast.IfExp() | ast.While() if _is_plain(node.test):
            yield _set(node, "test", ast.UnaryOp(ast.Not(), node.test), shown=node.test)


def _numbers(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield _set(node, "value", not node.value)
    elif isinstance(node.value, int):
        yield _set(node, "value", node.value + 1)
        yield _set(node, "value", node.value - 1)
    elif isinstance(node.value, float) and node.value:
        yield _set(node, "value", node.value / 2)


def _names(node: ast.Call) -> Iterator[Change]:
    match node.func:
        case ast.Name(id=name) if name in NAMES:
            yield _named(node, node.func, "id", NAMES[name])
        case ast.Attribute(attr=name) if name in NAMES:
            yield _named(node, node.func, "attr", NAMES[name])


def _is_text(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    texts = (isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides)
    return any(texts) or any(isinstance(side, ast.JoinedStr) for side in sides)


def _is_plain(test: ast.expr) -> bool:
    """A condition that no other change turns round."""
    return not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)


def _swap(node: ast.AST, within: list[ast.cmpop], at: int, new: ast.cmpop) -> Change:
    old = within[at]
    before = ast.unparse(node)
    within[at] = new
    after = ast.unparse(node)
    within[at] = old
    return before, after, lambda: within.__setitem__(at, new), lambda: within.__setitem__(at, old)


def _set(node: ast.AST, name: str, new: object, *, shown: ast.AST | None = None) -> Change:
    old = getattr(node, name)
    before = ast.unparse(shown or node)
    setattr(node, name, new)
    after = ast.unparse(getattr(node, name) if shown else node)
    setattr(node, name, old)
    return before, after, lambda: setattr(node, name, new), lambda: setattr(node, name, old)


def _named(node: ast.AST, func: ast.AST, name: str, new: str) -> Change:
    old = getattr(func, name)
    before = ast.unparse(node)
    setattr(func, name, new)
    after = ast.unparse(node)
    setattr(func, name, old)
    return before, after, lambda: setattr(func, name, new), lambda: setattr(func, name, old)
