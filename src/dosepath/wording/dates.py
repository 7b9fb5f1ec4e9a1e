"""Dates as the site writes them, with the study day beside: ``24 Nov, day 3``.

Month names are our own, so that a page does not change with the locale of the
machine. Dosing is day 0.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dosepath.wording.words import Language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_text(on: date, lang: Language = "en", *, year: bool = True) -> str:
    """``24 Nov 2026`` or ``2026年11月24日``; without ``year`` ``24 Nov`` or ``11月24日``."""
    if lang == "zh-Hans":
        return (f"{on.year}年" if year else "") + f"{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS[on.month - 1]}" + (f" {on.year}" if year else "")


def day_text(on: date, day: int, lang: Language = "en", *, year: bool = False) -> str:
    """A date with its study day: ``24 Nov, day 3``; ``11月24日（第3天）``."""
    shown = date_text(on, lang, year=year)
    count = str(day).replace("-", "\N{MINUS SIGN}")
    return f"{shown}（第{count}天）" if lang == "zh-Hans" else f"{shown}, day {count}"


def _offset(at: datetime) -> str:
    gap = at.utcoffset()
    if gap is None:
        raise ValueError("a moment needs its offset from UTC")
    minutes = int(abs(gap) / timedelta(minutes=1))
    sign = "\N{MINUS SIGN}" if gap < timedelta(0) else "+"
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return "UTC"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def moment_text(at: datetime, lang: Language = "en", *, year: bool = True) -> str:
    """``24 Nov 2026, 09:10 (UTC+8)``, in the offset that ``at`` carries.

    Raises ValueError for a moment without offset: a time without zone is a guess.
    """
    clock = f"{at.hour:02d}:{at.minute:02d}"
    shown = date_text(at.date(), lang, year=year)
    if lang == "zh-Hans":
        return f"{shown} {clock}（{_offset(at)}）"
    return f"{shown}, {clock} ({_offset(at)})"
