"""A YAML text as a tree in which every value knows its line and column.

The tree is built from the parser's events, without recursion, so that a hostile
file (huge, deep, self-referring) is refused and not merely survived. Plain words
follow YAML 1.2: ``yes`` and ``2024-03-01`` stay text, ``true`` is a truth value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from dosepath.quantity import Fault, FaultsFound, Place

LARGEST_FILE = 1_000_000
"""Bytes: the worked study has about 100 kB."""
DEEPEST = 40
MOST_VALUES = 100_000

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
# Characters that make a text read differently from what it says, or cannot be typed on purpose.
_HIDDEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]")

Path_ = tuple[str | int, ...]


@dataclass
class Node:
    """A value and where it stands (1-based line and column); ``keys`` places a mapping's keys."""

    value: Any
    line: int
    column: int
    size: int = 1
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    is_block: bool = False

    def child(self, step: str | int) -> Node | None:
        """The value under a key or at a 0-based position, or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step] if step >= 0 else None
        return None

    def plain(self) -> Any:
        """The value as plain dicts, lists, texts, numbers, truth values and None."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


@dataclass(frozen=True)
class Source:
    """A parsed text: its name for messages, the text and the tree."""

    name: str
    text: str
    root: Node

    def place(self, path: Sequence[str | int], *, key: bool = False) -> Place:
        """Where ``path`` stands: its value, or with ``key`` its key.

        Steps that are not in the file are passed over, so that a missing key is
        placed at the mapping that should hold it. A value written as
        ``{value: ..., assumed: ...}`` is looked through.
        """
        node, line, column = self.root, self.root.line, self.root.column
        for step in path:
            inner = node.child(step)
            if inner is None and (wrapped := node.child("value")) is not None:
                inner = wrapped.child(step)
            if inner is None:
                continue
            line, column = inner.line, inner.column
            if key and isinstance(node.value, dict) and str(step) in node.keys:
                line, column = node.keys[str(step)]
            node = inner
        return Place(self.name, line, column, dotted(path))

    def inside(self, path: Sequence[str | int], offset: int) -> Place:
        """Where the character at ``offset`` of the text under ``path`` stands.

        Quoted and folded texts are followed through their line breaks.
        """
        start = self.place(path)
        node = self.node(path)
        if node is None or not isinstance(node.value, str):
            return start
        lines = self.text.split("\n")
        at = sum(len(line) + 1 for line in lines[: start.line - 1]) + start.column - 1
        if node.is_block:
            at = self.text.index("\n", at)
        for wanted in (one for one in node.value[: offset + 1] if not one.isspace()):
            found = self.text.find(wanted, at)
            if found < 0:
                return start
            at = found + 1
        line = self.text.count("\n", 0, at - 1) + 1
        column = at - 1 - self.text.rfind("\n", 0, at - 1)
        return Place(self.name, line, column, start.path)

    def node(self, path: Sequence[str | int]) -> Node | None:
        """The value under ``path``, seen through ``{value: ...}``; None if there is none."""
        node: Node | None = self.root
        for step in path:
            if node is None:
                return None
            inner = node.child(step)
            if inner is None and (wrapped := node.child("value")) is not None:
                inner = wrapped.child(step)
            node = inner
        wrapped = node.child("value") if node is not None else None
        return wrapped if wrapped is not None and node and node.child("assumed") else node


def dotted(path: Sequence[str | int]) -> str:
    """``("doses", 2, "dose")`` as people write it: ``doses[3].dose`` (positions count from 1)."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


_STEP = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")


def steps(path: str) -> tuple[str | int, ...]:
    """``a.b[0].c`` as steps; positions count from 0, as other rooms write them."""
    return tuple(int(hit[1]) if hit[1] else hit[2] for hit in _STEP.finditer(path))


def read_text(path: str | Path) -> str:
    """The text of a UTF-8 file of at most ``LARGEST_FILE`` bytes; FaultsFound if it is not one."""
    name = str(path)
    try:
        with Path(path).open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise FaultsFound([Fault(Place(name), "file.unreadable", message)]) from error
    if len(raw) > LARGEST_FILE:
        raise FaultsFound([_too_large(name)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        found = f"byte 0x{raw[error.start]:02x}"
        message = "the file is not UTF-8 text; save it with the encoding UTF-8"
        place = Place(name, line, column)
        raise FaultsFound([Fault(place, "file.encoding", message, found, "UTF-8")]) from error


def parse(text: str, name: str) -> Source:
    """The tree of ``text``; FaultsFound with every fault of the YAML itself."""
    if len(text) > LARGEST_FILE:
        raise FaultsFound([_too_large(name)])
    hidden = [_hidden_character(text, match.start(), name) for match in _HIDDEN.finditer(text)]
    if hidden:
        raise FaultsFound(hidden)
    builder = _Builder(name)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except _Refused:
        pass  # the fault is noted
    except MarkedYAMLError as error:
        builder.faults.append(_syntax(error, name))
    except YAMLError as error:
        builder.faults.append(Fault(Place(name), "yaml.syntax", str(error).splitlines()[0]))
    if builder.faults:
        raise FaultsFound(builder.faults)
    if builder.root is None or not isinstance(builder.root.value, dict):
        message = "a study file is a mapping of keys to values, and this file is not"
        if builder.root is None or builder.root.value is None:
            message = "a study file is a mapping of keys to values, and this file is empty"
        allowed = "first line, for example: dosepath: 1"
        raise FaultsFound([Fault(Place(name, 1, 1), "yaml.no_mapping", message, allowed=allowed)])
    return Source(name, text, builder.root)


def _too_large(name: str) -> Fault:
    allowed = f"at most {LARGEST_FILE:,} bytes"
    return Fault(Place(name), "file.too_large", "the file is too large", allowed=allowed)


def _hidden_character(text: str, at: int, name: str) -> Fault:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    message = "an invisible control character stands here; delete it"
    found = f"U+{ord(text[at]):04X}"
    return Fault(Place(name, line, column), "file.hidden_character", message, found)


def _syntax(error: MarkedYAMLError, name: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    problem = error.problem or "unreadable"
    context = f" ({error.context})" if error.context else ""
    return Fault(place, "yaml.syntax", f"this is not YAML: {problem}{context}")


class _Refused(Exception):
    """Stops the parser: a fault that makes reading on pointless."""


class _Builder:
    """Builds the tree from events; the open mappings and lists stand on a stack."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._open: list[tuple[Node, str | None]] = []
        self._waiting: list[tuple[str, tuple[int, int]] | None] = []
        self._in_braces: list[bool] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._begin(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            node, anchor = self._open.pop()
            self._waiting.pop()
            self._in_braces.pop()
            self._place(node, anchor)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                self._stop(
                    event, "yaml.documents", "a study file is one document; `---` starts two"
                )

    def _begin(self, event: Any) -> None:
        if len(self._open) >= DEEPEST:
            self._stop(event, "yaml.too_deep", f"nested more than {DEEPEST} deep")
        self._refuse_tag(event)
        value: Any = {} if isinstance(event, MappingStartEvent) else []
        mark = event.start_mark
        self._open.append((Node(value, mark.line + 1, mark.column + 1), event.anchor))
        self._waiting.append(None)
        self._in_braces.append(bool(event.flow_style))

    def _scalar(self, event: Any) -> None:
        self._refuse_tag(event)
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        is_key = self._open and isinstance(self._open[-1][0].value, dict)
        if is_key and self._waiting[-1] is None:
            self._waiting[-1] = (event.value, (line, column))
            return
        if is_key and event.start_mark.index == event.end_mark.index and self._in_braces[-1]:
            self._bare_word()
        value = _resolve(event.value) if event.implicit[0] else event.value
        self._place(Node(value, line, column, is_block=event.style in ("|", ">")), event.anchor)

    def _bare_word(self) -> None:
        """Inside braces, ``{en: Slight, or none}`` makes a key of what follows the comma."""
        key = self._waiting[-1]
        if key is not None:
            word, (line, column) = key
            message = f"`{word}` has no value; inside {{ }} a comma begins a new key"
            allowed = "a text with a comma in double quotes"
            place = Place(self.name, line, column, word)
            self.faults.append(Fault(place, "yaml.comma", message, word, allowed))

    def _alias(self, event: Any) -> None:
        node = self._anchors.get(event.anchor)
        if node is None:
            self._stop(event, "yaml.unknown_anchor", f"*{event.anchor} refers to nothing above it")
        else:
            self._place(node, None)

    def _place(self, node: Node, anchor: str | None) -> None:
        """Puts a finished value where it belongs."""
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        parent, _ = self._open[-1]
        parent.size += node.size
        if parent.size > MOST_VALUES:
            at = (node.line, node.column)
            self._fault(at, "yaml.too_many", "more values than a study can have")
            raise _Refused
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        key = self._waiting[-1]
        if key is None:
            at = (node.line, node.column)
            self._fault(at, "yaml.key", "a key must be a word, not a structure")
            raise _Refused
        self._waiting[-1] = None
        self._enter(parent, key, node)

    def _enter(self, parent: Node, key: tuple[str, tuple[int, int]], node: Node) -> None:
        word, (line, column) = key
        if word == "<<" and isinstance(node.value, dict):
            for name, inner in node.value.items():
                parent.value.setdefault(name, inner)
        elif word in parent.keys:
            first = parent.keys[word][0]
            message = f"`{word}` is written twice in one place; the first is in line {first}"
            self._fault((line, column), "yaml.duplicate_key", message, path=word)
        else:
            parent.value[word] = node
            parent.keys[word] = (line, column)

    def _refuse_tag(self, event: Any) -> None:
        if event.ctag is not None and str(event.ctag):
            mark = event.start_mark
            message = "tags such as !!python are not part of a study file"
            self._fault((mark.line + 1, mark.column + 1), "yaml.tag", message)

    def _stop(self, event: Any, code: str, message: str) -> None:
        mark = event.start_mark
        self._fault((mark.line + 1, mark.column + 1), code, message)
        raise _Refused

    def _fault(self, at: tuple[int, int], code: str, message: str, path: str = "") -> None:
        self.faults.append(Fault(Place(self.name, *at, path), code, message))


def _resolve(word: str) -> object:
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    if _WHOLE.fullmatch(word):
        return int(word) if len(word) < 30 else word
    return float(word) if _DECIMAL.fullmatch(word) else word


def walk(node: Node, path: Path_ = ()) -> Iterator[tuple[Path_, Node]]:
    """Every value of the tree with its path, in the order of the file."""
    yield path, node
    if isinstance(node.value, dict):
        for key, inner in node.value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(node.value, list):
        for number, inner in enumerate(node.value):
            yield from walk(inner, (*path, number))
