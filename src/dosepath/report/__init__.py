"""Documents and figures from the values of ``analysis``: HTML, PDF and SVG."""

from dosepath.report.cells import ShownTable, cell_text, interval_text, shown
from dosepath.report.characteristics import oc_svg
from dosepath.report.courses import courses_svg
from dosepath.report.ladder import ladder_svg, ladder_words
from dosepath.report.pack import PdfUnavailable, render_pack
from dosepath.report.participant import Harm, ParticipantCourse, Track, participant_svg
from dosepath.report.steps import steps_svg

__all__ = [
    "Harm",
    "ParticipantCourse",
    "PdfUnavailable",
    "ShownTable",
    "Track",
    "cell_text",
    "courses_svg",
    "interval_text",
    "ladder_svg",
    "ladder_words",
    "oc_svg",
    "participant_svg",
    "render_pack",
    "shown",
    "steps_svg",
]
