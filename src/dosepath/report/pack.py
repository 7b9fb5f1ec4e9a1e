"""The committee's pack as HTML, and from the same HTML as PDF."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Literal, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dosepath.analysis import Pack
from dosepath.quantity import DosePathError
from dosepath.report.cells import ShownTable, shown
from dosepath.report.courses import courses_svg
from dosepath.report.ladder import ladder_svg
from dosepath.report.steps import steps_svg
from dosepath.rule import Reason, Value
from dosepath.wording import language, moment_text, say, unit_text

Format = Literal["html", "pdf"]


@dataclass(frozen=True)
class PdfUnavailable(DosePathError):
    """The PDF was asked for, but its renderer is not installed."""

    def __str__(self) -> str:
        return (
            "a PDF needs the extra 'pdf': pip install 'dosepath[pdf]' "
            "(on Debian also libpango-1.0-0 and fonts-noto-cjk). "
            "The same pack as HTML needs neither: use a name that ends in .html"
        )


class _Drawn(NamedTuple):
    title: str
    svg: Markup
    table: ShownTable | None = None


def render_pack(pack: Pack, format_: Format = "html", *, lang: str = "en") -> bytes:
    """The pack as UTF-8 HTML or as tagged PDF (PDF/UA-1).

    Raises :class:`PdfUnavailable` when PDF is asked for and its extra is not installed.
    """
    page = _html(pack, lang)
    return _pdf(page) if format_ == "pdf" else page.encode()


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dosepath.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_string"] = _css_string
    return environment


def _css_string(text: str) -> Markup:
    """``text`` as a CSS string inside a style element: nothing in it can end either."""
    quoted = json.dumps(text, ensure_ascii=False)
    return Markup(quoted.replace("<", "\\3c ").replace("\\u", "\\"))  # noqa: S704  # quoted above


def _css(name: str) -> Markup:
    text = files("dosepath.report").joinpath("templates", name).read_text("utf-8")
    return Markup(text)  # noqa: S704  # a file of this package


def _said(lang: str) -> Callable[..., str]:
    def said(code: str, **values: Value) -> str:
        return say(Reason.of(code, **values), lang)

    return said


def _html(pack: Pack, lang: str) -> str:
    data, said = pack.data, _said(lang)
    part = said("pack.part", part=data.part) if data.part else ""
    running = said("pack.running", study=data.study_id, version=data.version)
    at = moment_text(data.cut.at, language(lang))
    cut = said("pack.running_cut", seq=data.cut.seq, hash=data.cut.head_hash[:12], at=at)
    return (
        _environment()
        .get_template("pack.html")
        .render(
            lang=lang,
            t=said,
            data=data,
            engine=data.cut.engine,
            part=part,
            running=f"{running} ({part})" if part else running,
            running_cut=cut,
            cut_time=f"{at}, {data.zone}",
            page_words=(said("pack.page"), said("pack.of_pages")),
            css=_css("pack.css"),
            screen_css=_css("screen.css"),
            recommendation=[say(reason, lang) for reason in pack.data.recommendation],
            missing=[say(reason, lang) for reason in pack.data.missing],
            tables={table.code: shown(table, lang) for table in pack.tables},
            changes=[shown(table, lang) for table in pack.changes],
            remarks=[say(reason, lang) for reason in pack.remarks],
            **_figures(pack, lang),
        )
    )


def _figures(pack: Pack, lang: str) -> dict[str, object]:
    drawn = partial(Markup)  # every figure escapes its own words
    courses = [
        _Drawn(
            say(
                Reason.of(
                    "figure.courses",
                    variable=f"variable.{figure.variable}",
                    unit=unit_text(figure.unit, language(lang)),
                ),
                lang,
            ),
            drawn(courses_svg(figure, lang)),
            shown(figure.table, lang),
        )
        for figure in pack.courses
    ]
    steps = [
        _Drawn(
            say(Reason.of(f"figure.{figure.code}", day=figure.horizon), lang),
            drawn(steps_svg(figure, lang)),
        )
        for figure in pack.steps
    ]
    return {"ladder": drawn(ladder_svg(pack.ladder, lang)), "courses": courses, "steps": steps}


def _pdf(page: str) -> bytes:
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:  # the package, or the Pango that it draws with
        raise PdfUnavailable from error
    written = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(written or b"")
