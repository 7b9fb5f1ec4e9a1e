"""The study file: load, check, version; one file says what a trial is."""

from dosepath.study.assumed import Assumed
from dosepath.study.ladder import Dose
from dosepath.study.lint import Warned, lint
from dosepath.study.loading import load, load_text
from dosepath.study.show import show
from dosepath.study.source import read_text
from dosepath.study.study import Study

__all__ = ["Assumed", "Dose", "Study", "Warned", "lint", "load", "load_text", "read_text", "show"]
