"""Read a block of plain data with its places, gathering every fault on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from dosepath.quantity import Fault, Place

Path = tuple[str | int, ...]
PlaceOf = Callable[[Path], Place]
LANGUAGES = ("en", "zh-Hans")


@dataclass(frozen=True)
class Wrong:
    """What is wrong at a place still to be named."""

    code: str
    message: str
    found: Any = ""
    allowed: str = ""


class Section:
    """A mapping at a path of the file; reading a key that is wrong notes a fault and gives None."""

    def __init__(self, data: Any, path: Path, place_of: PlaceOf, faults: list[Fault]) -> None:
        self.path = path
        self.place_of = place_of
        self.faults = faults
        self.data: Mapping[str, Any] = {}
        if isinstance(data, Mapping):
            self.data = data
        else:
            self.fault(
                Wrong("population.type", "a block of keys and values is needed here", found=data)
            )

    def fault(self, wrong: Wrong) -> None:
        """Note a fault at this block."""
        self.fault_at((), wrong)

    def fault_at(self, below: Path, wrong: Wrong) -> None:
        """Note a fault at a path below this block."""
        shown = "" if wrong.found is None else str(wrong.found)
        short = shown if len(shown) <= 80 else shown[:79] + "\u2026"
        place = self.place(*below)
        self.faults.append(Fault(place, wrong.code, wrong.message, short, wrong.allowed))

    def place(self, *below: str | int) -> Place:
        """Where a key of this block stands."""
        return self.place_of((*self.path, *below))

    def only(self, allowed: Iterable[str]) -> None:
        """Note every key that is not allowed here."""
        known = [*allowed, "assumed"]
        for key in self.data:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                message = "unknown key" + (f"; did you mean {near[0]}?" if near else "")
                allowed_text = ", ".join(known)
                self.fault_at(
                    (key,),
                    Wrong("population.unknown_key", message, found=key, allowed=allowed_text),
                )

    def below(self, key: str) -> Section:
        """The block under a key; an empty one when there is none."""
        return Section(self.data.get(key, {}), (*self.path, key), self.place_of, self.faults)

    def blocks(self, key: str) -> list[tuple[str, Section]]:
        """The named blocks under a key, in the file's order."""
        inner = self.below(key)
        return [(name, inner.below(name)) for name in inner.data if name != "assumed"]

    def text(self, key: str) -> str | None:
        """A text or number under a key, as text."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool | Mapping | list):
            self.fault_at((key,), Wrong("population.type", f"{key} is a text", found=value))
            return None
        return str(value)

    def one_of(self, key: str, allowed: Iterable[str], default: str) -> str:
        """A word out of a list."""
        value = self.text(key)
        choices = tuple(allowed)
        if value is None or value in choices:
            return value or default
        self.fault_at(
            (key,),
            Wrong(
                "population.word",
                f"{key} is not one of the words allowed",
                found=value,
                allowed=", ".join(choices),
            ),
        )
        return default

    def flag(self, key: str) -> bool:
        """A truth value; false when the key is absent."""
        value = self.data.get(key, False)
        if isinstance(value, bool):
            return value
        self.fault_at((key,), Wrong("population.type", f"{key} is true or false", found=value))
        return False

    def words(self, key: str, needed: Iterable[str] = ()) -> dict[str, str]:
        """A text by language; a bare text is English."""
        value = self.data.get(key)
        if value is None and not needed:
            return {}
        return self._words((key,), {"en": value} if isinstance(value, str) else value, needed)

    def words_list(self, key: str) -> tuple[dict[str, str], ...]:
        """Several texts by language."""
        value = self.data.get(key) or []
        if not isinstance(value, list):
            self.fault_at(
                (key,), Wrong("population.type", f"{key} is a list of texts", found=value)
            )
            return ()
        texts = [{"en": item} if isinstance(item, str) else item for item in value]
        return tuple(self._words((key, place), item) for place, item in enumerate(texts))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words, or one word."""
        value = self.data.get(key) or []
        listed = value if isinstance(value, list) else [value]
        return tuple(str(item) for item in listed)

    def _words(self, below: Path, value: Any, needed: Iterable[str] = ()) -> dict[str, str]:
        found = dict(value) if isinstance(value, Mapping) else {}
        found.pop("assumed", None)
        for language in needed:
            if not str(found.get(language) or "").strip():
                message = f"{below[-1]} needs a text in the language {language}"
                self.fault_at(
                    below, Wrong("population.text", message, found=value, allowed=language)
                )
        for language in set(found) - set(LANGUAGES):
            self.fault_at(
                (*below, language),
                Wrong(
                    "population.language",
                    "not a language of the file",
                    found=language,
                    allowed=", ".join(LANGUAGES),
                ),
            )
        return {language: str(text).strip() for language, text in found.items() if text}
