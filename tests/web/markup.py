"""A page as a tree, read with the standard library: enough to ask about headings and texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "circle", "col", "hr", "img", "input", "link", "meta", "path", "rect"}
HIDDEN = {"script", "style", "template"}


@dataclass
class Node:
    """An element: its name, attributes, and children (nodes and texts)."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in the page's order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, *names: str) -> list[Node]:
        """All elements with one of these names."""
        return [node for node in self.walk() if node.name in names]

    def marked(self, name: str) -> list[Node]:
        """All elements of a class."""
        return [node for node in self.walk() if name in node["class"].split()]

    @property
    def text(self) -> str:
        """What is written in it, with single spaces."""
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return "" if self.name in HIDDEN else " ".join(" ".join(parts).split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree(html: str) -> Node:
    """The page as a tree; an AssertionError if an element is closed out of order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root], f"never closed: {[n.name for n in builder.open[1:]]}"
    return builder.root
