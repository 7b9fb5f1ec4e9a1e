"""Every sentence that people read, in English and Simplified Chinese.

Other rooms return codes and values (:class:`dosepath.rule.Reason`); this room
turns them into sentences. Each language has one file per theme
(``wording/en/design.py``) with two plain dictionaries, ``SENTENCES`` (code ->
template) and ``LABELS`` (code -> words). See docs/explanation/wording.md.
"""

from dosepath.wording.catalogue import (
    BILINGUAL,
    LANGUAGES,
    THEMES,
    has_label,
    has_sentence,
    label,
    language,
    say,
    say_all,
    text,
)
from dosepath.wording.dates import date_text, day_text, moment_text
from dosepath.wording.fill import fill, placeholders
from dosepath.wording.numbers import (
    dose_in_words,
    dose_text,
    number_text,
    percent_text,
    quantity_text,
    typeset,
    unit_text,
)
from dosepath.wording.words import Language, joined, plural

__all__ = [
    "BILINGUAL",
    "LANGUAGES",
    "THEMES",
    "Language",
    "date_text",
    "day_text",
    "dose_in_words",
    "dose_text",
    "fill",
    "has_label",
    "has_sentence",
    "joined",
    "label",
    "language",
    "moment_text",
    "number_text",
    "percent_text",
    "placeholders",
    "plural",
    "quantity_text",
    "say",
    "say_all",
    "text",
    "typeset",
    "unit_text",
]
