"""Behaviours: what may be wrapped around any design, each a design itself."""

from dosepath.designs.behaviour.around import Around, select_many
from dosepath.designs.behaviour.at_mtd import DemandAtMtd, Expansion
from dosepath.designs.behaviour.cap import CapOnN
from dosepath.designs.behaviour.conditional import ConditionalLevels
from dosepath.designs.behaviour.no_skipping import NoSkipping
from dosepath.designs.behaviour.recommended import StopAtRecommended
from dosepath.designs.behaviour.toxic import TooToxic

__all__ = [
    "Around",
    "CapOnN",
    "ConditionalLevels",
    "DemandAtMtd",
    "Expansion",
    "NoSkipping",
    "StopAtRecommended",
    "TooToxic",
    "select_many",
]
