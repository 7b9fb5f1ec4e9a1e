"""The study file: load, check, version; one file says what a trial is."""

from dosepath.study.assumed import Assumed
from dosepath.study.ladder import Dose
from dosepath.study.loading import load, load_text
from dosepath.study.study import Study

__all__ = ["Assumed", "Dose", "Study", "load", "load_text"]
