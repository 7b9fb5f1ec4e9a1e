"""A synthetic course of a trial: read from its file, played through the real commands."""

from dosepath.cli.course import database
from dosepath.cli.course.player import Player
from dosepath.cli.course.progress import Progress
from dosepath.cli.course.reading import read_course
from dosepath.cli.course.showing import ladder_of, logins, show_outcome, write_ladder
from dosepath.cli.course.step import Course, Step

__all__ = [
    "Course",
    "Player",
    "Progress",
    "Step",
    "database",
    "ladder_of",
    "logins",
    "read_course",
    "show_outcome",
    "write_ladder",
]
