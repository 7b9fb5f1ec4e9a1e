"""The catalogues: one file per language and theme, listed here and nowhere discovered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType

from dosepath.rule import Reason, Value
from dosepath.wording import en, zh_hans
from dosepath.wording.fill import fill
from dosepath.wording.words import Language

LANGUAGES: tuple[Language, ...] = ("en", "zh-Hans")

# A theme is a file in each language's folder and a line here.
THEMES: tuple[str, ...] = (
    "design",
    "model",
    "eligibility",
    "conduct",
    "backfill",
    "refusal",
    "schedule",
    "public",
    "report",
    "store",
    "event",
    "console",
    "followup",
    "deciding",
    "screening",
    "desk",
    "office",
    "protocol",
    "parameters",
    "interval_parameters",
    "model_parameters",
)
# Themes that must be complete in every language: a patient may read them.
BILINGUAL: tuple[str, ...] = ("public",)

_FOLDERS: dict[Language, ModuleType] = {"en": en, "zh-Hans": zh_hans}


def _gather(lang: Language, kind: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for theme in THEMES:
        module = getattr(_FOLDERS[lang], theme, None)
        found.update(getattr(module, kind, {}))
    return found


_SENTENCES = {lang: _gather(lang, "SENTENCES") for lang in LANGUAGES}
_LABELS = {lang: _gather(lang, "LABELS") for lang in LANGUAGES}


def language(tag: str) -> Language:
    """The language for a tag in any spelling (``zh-hans``, ``zh_Hans``).

    Raises ValueError, naming the languages there are, for any other tag.
    """
    wanted = tag.replace("_", "-").lower()
    for lang in LANGUAGES:
        if lang.lower() == wanted:
            return lang
    raise ValueError(f"no texts in language {tag!r}; there are {', '.join(LANGUAGES)}")


def _missing(code: str) -> str:
    return f"⟦{code}⟧"


def _found(texts: Mapping[Language, Mapping[str, str]], code: str, lang: Language) -> str | None:
    return texts[lang].get(code) or texts["en"].get(code)


def has_sentence(code: str, lang: Language = "en") -> bool:
    """Whether the catalogue of ``lang`` itself has a sentence for ``code``."""
    return code in _SENTENCES[lang]


def has_label(code: str, lang: Language = "en") -> bool:
    """Whether the catalogue of ``lang`` itself has a label for ``code``."""
    return code in _LABELS[lang]


def label(code: str, lang: str = "en") -> str:
    """The words for a code (a status, a role, a form's name).

    Falls back to English, then to the code itself in ⟦ ⟧, so that a gap is seen.
    """
    chosen = language(lang)
    return _found(_LABELS, code, chosen) or _missing(code)


def text(code: str, lang: str = "en", /, **values: Value) -> str:
    """The sentence for ``code`` filled with ``values``; falls back as :func:`label` does."""
    chosen = language(lang)
    template = _found(_SENTENCES, code, chosen)
    if template is None:
        return _missing(code)
    return fill(template, values, lang=chosen, labeller=label)


def say(reason: Reason, lang: str = "en") -> str:
    """The sentence for a reason, in ``en`` or ``zh-Hans``."""
    return text(reason.code, lang, **dict(reason.values))


def say_all(reasons: Iterable[Reason], lang: str = "en") -> tuple[str, ...]:
    """The sentences for several reasons, in their order, each once."""
    return tuple(dict.fromkeys(say(reason, lang) for reason in reasons))
