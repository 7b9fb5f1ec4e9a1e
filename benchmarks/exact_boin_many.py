"""BOIN as compiled, each scenario of a batch of 1,000."""

from exact_designs import BOIN, graded_scenarios, once_compiled

TITLE = "BOIN as above, each further scenario of 1,000"
WANTED = 100.0
UNIT = "us"


def measure() -> float:
    return 1e6 / 1000 * once_compiled(BOIN, graded_scenarios(1000)["dlt"], runs=20)
