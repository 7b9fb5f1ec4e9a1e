"""DosePath: a phase 1 dose-escalation trial from its protocol to its recommended dose.

Importing this package loads none of the rooms; import the room you need
(``from dosepath import designs``). In a notebook ``dosepath.show(result)`` shows a result,
``dosepath.frame(result)`` gives its rows as a table, ``dosepath.draw(result)`` a matplotlib
figure; they load what they need when they are first used.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Answered by the report room, which needs the extra `report`.
_OFFERED = ("draw", "frame", "show")


def __getattr__(name: str) -> Any:
    if name not in _OFFERED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module("dosepath.report"), name)
    except ModuleNotFoundError as error:
        missing = f"dosepath.{name} needs the extra 'report': pip install 'dosepath[report]'"
        raise ModuleNotFoundError(missing, name=error.name) from error


def __dir__() -> list[str]:
    return sorted([*globals(), *_OFFERED])
