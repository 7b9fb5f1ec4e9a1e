"""A document as one HTML page that needs nothing else: no script, no font, no request."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dosepath.report.document import Block, Document, Grid, Heading, Paragraph, Picture, Points
from dosepath.rule import Reason
from dosepath.wording import say

_KINDS = {
    Heading: "heading",
    Paragraph: "paragraph",
    Points: "points",
    Grid: "grid",
    Picture: "pictures",
}


@dataclass(frozen=True)
class _Drawn:
    """A picture with its markup, which escapes its own words."""

    block: Picture
    svg: Markup


def render_page(document: Document) -> str:
    """The page; pictures that follow one another stand side by side where there is room."""
    return _render("document.html", document)


def render_fragment(document: Document) -> str:
    """The blocks alone, with their style, for a page of somebody else's (a notebook)."""
    return _render("fragment.html", document)


def _render(template: str, document: Document) -> str:
    environment = Environment(
        loader=PackageLoader("dosepath.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    css = files("dosepath.report").joinpath("templates", "document.css").read_text("utf-8")
    return environment.get_template(template).render(
        document=document,
        blocks=list(_grouped(document.blocks)),
        css=Markup(css),  # noqa: S704  # a file of this package
        behind=say(Reason.of("protocol.figures_behind"), document.lang),
    )


def _grouped(blocks: tuple[Block, ...]) -> list[tuple[str, object]]:
    """Each block with the word for its kind; pictures in a row as one."""
    found: list[tuple[str, object]] = []
    for kind, some in groupby(blocks, key=lambda block: _KINDS[type(block)]):
        if kind == "pictures":
            drawn = [_drawn(block) for block in some if isinstance(block, Picture)]
            found.append((kind, drawn))
        else:
            found += [(kind, block) for block in some]
    return found


def _drawn(picture: Picture) -> _Drawn:
    return _Drawn(picture, Markup(picture.svg))  # noqa: S704  # made by this room
