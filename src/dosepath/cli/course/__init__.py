"""A synthetic course of a trial: read from its file, played through the real commands."""

from dosepath.cli.course.player import Player
from dosepath.cli.course.reading import Course, Step, read_course

__all__ = ["Course", "Player", "Step", "read_course"]
