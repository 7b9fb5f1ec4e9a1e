"""``dosepath.show``, ``dosepath.frame`` and ``dosepath.draw``."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import dosepath
from dosepath.designs import Counts, ThreePlusThree, build
from dosepath.pathways import (
    Goal,
    Question,
    Scenario,
    Search,
    calibrate,
    calibration_scenarios,
    candidates_of,
    compare,
    compile_design,
    decision_table,
    look_ahead,
    operating_characteristics,
    prove,
    simulate,
)
from dosepath.quantity import FaultsFound

RULE = ThreePlusThree(levels=3)
TRUTH = Scenario((0.05, 0.2, 0.4), name="steep")
PROGRAM = compile_design(RULE)
EXACT = operating_characteristics(PROGRAM, TRUTH, target=0.3)
BOIN = build([{"boin": {"target": 0.3, "max_n": 12}}], 3)
FOUND = compare({"3+3": RULE, "boin": BOIN}, {"steep": TRUTH}, question=Question(0.3))
CURVE = calibrate(
    lambda values: build([{"boin": {"target": 0.3, "max_n": int(values["max_n"])}}], 3),
    Search(
        candidates_of({"max_n": (6, 9, 12)}), calibration_scenarios(3, 0.3), Goal(Question(0.3))
    ),
)
SIMULATED = simulate(PROGRAM, TRUTH, generator=np.random.default_rng(1), n=200)

RESULTS = {
    "characteristics": EXACT,
    "several scenarios": operating_characteristics(PROGRAM, [[0.1, 0.2, 0.3]] * 2),
    "comparison": FOUND,
    "calibration": CURVE,
    "table": decision_table(RULE),
    "proof": prove(RULE),
    "simulation": SIMULATED,
    "ahead": look_ahead(RULE, Counts.none(3), scenario=TRUTH),
    "design": RULE,
}


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_has_a_view(name: str) -> None:
    view = dosepath.show(RESULTS[name])
    html = view._repr_html_()
    assert html.startswith('<div class="dosepath"')
    assert html.count("<div") == html.count("</div>")
    assert "⟦" not in html
    assert "<script" not in html
    assert repr(view) == repr(RESULTS[name])


@pytest.mark.parametrize("name", ["characteristics", "comparison", "calibration", "ahead"])
def test_results_with_figures_are_drawn_in_their_view(name: str) -> None:
    assert "<svg" in dosepath.show(RESULTS[name])._repr_html_()


@pytest.mark.parametrize("name", ["characteristics", "comparison", "calibration", "simulation"])
def test_results_are_drawn_as_figures(name: str) -> None:
    figure = dosepath.draw(RESULTS[name])
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert all(panel.get_title() for panel in figure.axes)


def test_bars_show_the_figures_themselves() -> None:
    selection = dosepath.draw(EXACT).axes[0]
    heights = [bar.get_height() for bar in selection.patches]
    assert heights == pytest.approx(EXACT.selection.tolist())


@pytest.mark.parametrize(
    "result",
    [RESULTS["proof"], RESULTS["several scenarios"], "text"],
    ids=["proof", "many", "text"],
)
def test_what_has_no_figure_is_refused_in_words(result: Any) -> None:
    with pytest.raises(FaultsFound):
        dosepath.draw(result)


def test_a_frame_has_a_row_for_each_row() -> None:
    found = dosepath.frame(EXACT)
    rows = EXACT.rows()
    assert list(found["level"]) == [row["level"] for row in rows]
    assert list(found["selected"]) == [row["selected"] for row in rows]
    assert found.shape == (4, len(found.columns))


def test_without_pandas_a_frame_is_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    from dosepath.report import notebook

    monkeypatch.setattr(notebook, "find_spec", lambda _: None)
    found = dosepath.frame(FOUND)
    assert found["design"] == ["3+3", "boin"]
    assert set(map(len, found.values())) == {2}
    # A value that a row does not have is None.
    assert dosepath.frame(EXACT)["dlt"][0] is None


def test_what_has_no_rows_is_refused() -> None:
    with pytest.raises(FaultsFound, match="no rows"):
        dosepath.frame(object())
    with pytest.raises(FaultsFound, match="no rows"):
        dosepath.show(object())


def test_a_long_table_says_how_much_is_left_out() -> None:
    rows = [{"n": n} for n in range(100)]
    assert "60 of 100 rows are shown." in dosepath.show(rows)._repr_html_()


def test_importing_dosepath_stays_light() -> None:
    code = """
import sys, dosepath
names = ("matplotlib", "pandas", "numpy", "jinja2", "docx")
heavy = [name for name in names if name in sys.modules]
sys.exit(f"loaded: {heavy}" if heavy else 0)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_view_and_a_frame_need_no_matplotlib() -> None:
    code = """
import sys, dosepath
from dosepath.designs import ThreePlusThree
dosepath.show(ThreePlusThree(levels=2))._repr_html_()
dosepath.frame([{"a": 1}])
sys.exit("matplotlib" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_dosepath_offers_is_listed_and_nothing_else_is_found() -> None:
    assert {"draw", "frame", "show"} <= set(dir(dosepath))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dosepath.nothing


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError("No module named 'jinja2'", name="jinja2")

    monkeypatch.setattr(dosepath, "import_module", missing)
    with pytest.raises(ModuleNotFoundError, match=r"dosepath\[report\]"):
        _ = dosepath.show
    assert importlib.util.find_spec("dosepath") is not None
