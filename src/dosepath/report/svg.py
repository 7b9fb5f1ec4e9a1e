"""The few SVG elements that our figures need, escaped, without inline style or script.

Colours and sizes are presentation attributes, so a figure is allowed under a strict
content security policy and a page's own CSS can still override them by class.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

INK, SOFT, FAINT, ACCENT = "#1a1a1a", "#555555", "#c8c8c8", "#1f4e8c"
PAPER = "#ffffff"
FONT = "Noto Sans, DejaVu Sans, Arial, Noto Sans CJK SC, sans-serif"


def element(name: str, *children: str, **attributes: object) -> str:
    """One element; ``stroke_width`` becomes ``stroke-width``, ``class_`` becomes ``class``.

    ``children`` are finished markup; an attribute that is None is left out.
    """
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{name}{shown}>{inner}</{name}>" if inner else f"<{name}{shown}/>"


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def words(text: str, x: float, y: float, **attributes: object) -> str:
    """A line of text; ``anchor`` is start, middle or end, ``size`` in units of the drawing."""
    options: dict[str, object] = {"font_size": attributes.pop("size", 10), "fill": INK}
    anchor = attributes.pop("anchor", None)
    options |= {"text_anchor": anchor, **attributes}
    return element("text", escape(text), x=float(x), y=float(y), **options)


def line(start: tuple[float, float], end: tuple[float, float], **attributes: object) -> str:
    """A straight line from ``start`` to ``end``."""
    options: dict[str, object] = {"stroke": INK, "stroke_width": 1, **attributes}
    return element(
        "line",
        x1=float(start[0]),
        y1=float(start[1]),
        x2=float(end[0]),
        y2=float(end[1]),
        **options,
    )


def polyline(points: Iterable[tuple[float, float]], **attributes: object) -> str:
    """A line through ``points``."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    options: dict[str, object] = {"fill": "none", "stroke": INK, "stroke_width": 1.2, **attributes}
    return element("polyline", points=path, **options)


def drawing(
    code: str, size: tuple[float, float], *, said: tuple[str, str], content: Iterable[str]
) -> str:
    """A whole SVG; ``said`` is its title and description, ``code`` makes its ids unique."""
    title, description = said
    width, height = size
    return element(
        "svg",
        element("title", escape(title), id=f"{code}-title"),
        element("desc", escape(description), id=f"{code}-desc"),
        # Dark words need light paper, also where a figure stands by itself on a dark page.
        element("rect", width="100%", height="100%", fill=PAPER, class_="figure-paper"),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        class_=f"figure figure-{code}",
        role="img",
        aria_labelledby=f"{code}-title",
        aria_describedby=f"{code}-desc",
        font_family=FONT,
    )
