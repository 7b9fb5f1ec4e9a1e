"""The worked study, exact: the first scenario of a design not seen before."""

from exact_designs import first_time
from one_scenario import STUDY

from dosepath.study import load

TITLE = "The worked study with its design compiled for it"
WANTED = 0.005


def measure() -> float:
    study = load(STUDY)
    return first_time(study.design, next(iter(study.scenarios.values())), runs=100)
