"""Documents and figures from the values of other rooms: HTML, PDF, Markdown, Word and SVG."""

from dosepath.report.cells import ShownTable, cell_text, interval_text, shown
from dosepath.report.characteristics import oc_svg
from dosepath.report.compared import ComparedBlocks
from dosepath.report.courses import courses_svg
from dosepath.report.document import Document
from dosepath.report.ladder import ladder_svg, ladder_words
from dosepath.report.markdown import render_markdown
from dosepath.report.notebook import View, draw, frame, show
from dosepath.report.pack import PdfUnavailable, render_pack
from dosepath.report.page import render_page
from dosepath.report.parameters import parameter_sentence, sentence_code
from dosepath.report.participant import Harm, ParticipantCourse, Track, participant_svg
from dosepath.report.section import Findings, comparison_report, statistical_section
from dosepath.report.steps import steps_svg
from dosepath.report.tree import tree_svg
from dosepath.report.word import WordUnavailable, render_docx

__all__ = [
    "ComparedBlocks",
    "Document",
    "Findings",
    "Harm",
    "ParticipantCourse",
    "PdfUnavailable",
    "ShownTable",
    "Track",
    "View",
    "WordUnavailable",
    "cell_text",
    "comparison_report",
    "courses_svg",
    "draw",
    "frame",
    "interval_text",
    "ladder_svg",
    "ladder_words",
    "oc_svg",
    "parameter_sentence",
    "participant_svg",
    "render_docx",
    "render_markdown",
    "render_pack",
    "render_page",
    "sentence_code",
    "show",
    "shown",
    "statistical_section",
    "steps_svg",
    "tree_svg",
]
