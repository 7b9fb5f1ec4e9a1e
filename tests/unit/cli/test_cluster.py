"""A real cluster of two workers on this computer: the same figures, also when one is killed."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from dosepath.cli import main
from dosepath.cli.cluster import ClusterLost, on_cluster
from dosepath.designs import RollingSix, ThreePlusThree
from dosepath.pathways import (
    Sampling,
    Scenario,
    Spread,
    TimeCourse,
    TimedSimulation,
    simulate_in_time,
    sweep,
)
from dosepath.pathways.timed_trials import TimedBlock

# Dask's own parts wait for one another in ways that Python warns of.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

DLT = (0.05, 0.15, 0.3)
COURSE = TimeCourse(accrual_days=10, not_evaluable=0.1)
DESIGNS = {"3+3": ThreePlusThree(levels=3), "rolling six": RollingSix(levels=3)}
BARE = """\
dosepath: 1
doses: [1 mg, 2 mg, 4 mg]
escalation:
  stages: [three_plus_three: {six_at_mtd: always}]
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    made = LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    )
    yield made
    made.close(timeout=20)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "bare.yaml"
    path.write_text(BARE, encoding="utf-8")
    return path


def simulated(spread: Spread | None, runs: int = 4000) -> TimedSimulation:
    sampling = Sampling(runs, seed=5, spread=spread)
    return simulate_in_time(DESIGNS["rolling six"], DLT, course=COURSE, sampling=sampling)


def arrays(result: TimedSimulation) -> bytes:
    return b"".join(getattr(result, item.name).tobytes() for item in fields(TimedBlock))


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([*map(str, arguments)])
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


def test_a_cluster_gives_the_same_bytes_as_one_process(cluster: Any) -> None:
    with on_cluster(cluster.scheduler_address) as spread:
        assert arrays(simulated(spread)) == arrays(simulated(None))


def test_a_grid_on_a_cluster_is_the_grid(cluster: Any) -> None:
    scenarios = {"low": Scenario((0.05, 0.1, 0.2)), "high": Scenario((0.2, 0.4, 0.6))}
    with on_cluster(cluster.scheduler_address) as spread:
        there = list(sweep(DESIGNS, scenarios, sampling=Sampling(500, seed=5, spread=spread)))
    here = list(sweep(DESIGNS, scenarios, sampling=Sampling(500, seed=5)))
    assert [(one.design, one.scenario) for one in there] == [
        (one.design, one.scenario) for one in here
    ]
    for one, other in zip(there, here, strict=True):
        assert one.selection.tobytes() == other.selection.tobytes()
        assert one.participants.tobytes() == other.participants.tobytes()


def test_a_killed_worker_costs_time_and_changes_nothing(cluster: Any) -> None:
    from distributed import Client

    with Client(cluster.scheduler_address, set_as_default=False) as client:
        before = client.run(os.getpid)
    told: list[int] = []

    def kill(done: int, _: int) -> None:
        if not told:
            os.kill(next(iter(before.values())), signal.SIGKILL)
        told.append(done)

    with on_cluster(cluster.scheduler_address) as spread:
        sampling = Sampling(12_000, seed=5, spread=spread, on_block=kill)
        found = simulate_in_time(DESIGNS["rolling six"], DLT, course=COURSE, sampling=sampling)
    assert told == list(range(1000, 12_001, 1000))
    assert arrays(found) == arrays(simulated(None, runs=12_000))
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        assert set(before.values()) - set(client.run(os.getpid).values())


def test_the_command_gives_the_same_figures_on_a_cluster(
    cluster: Any, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("simulate", bare, "--dlt", "0.1,0.2,0.3", "--runs", 2500, "--json")
    here = run(capsys, *asked)
    there = run(capsys, *asked, "--scheduler", cluster.scheduler_address)
    assert (here[0], there[0]) == (0, 0), there[2]
    assert json.loads(here[1]) == json.loads(there[1])


@pytest.mark.parametrize("in_time", [(), ("--in-time",)], ids=["cohorts", "time"])
def test_designs_compared_on_a_cluster_have_the_same_figures(
    cluster: Any, bare: Path, capsys: pytest.CaptureFixture[str], in_time: tuple[str, ...]
) -> None:
    more = () if in_time else ("--limit", 5)
    designs = ("--design", "boin: target=0.3, max_n=12", "--dlt", "0.1,0.2,0.3")
    asked = ("compare", bare, *designs, "--runs", 1200, *more, *in_time, "--json")
    here = run(capsys, *asked)
    there = run(capsys, *asked, "--scheduler", cluster.scheduler_address)
    assert (here[0], there[0]) == (0, 0), there[2]
    found = json.loads(there[1])
    assert found == json.loads(here[1])
    assert {row["runs"] for row in found["rows"]} == {1200}


@pytest.mark.parametrize("verb", ["simulate", "compare"])
def test_a_scheduler_that_does_not_answer_is_said_in_words(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setattr("dosepath.cli.cluster._WAIT", 1.0)
    with socket.socket() as taken:  # bound and not listening: nobody answers here
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        code, out, err = run(capsys, verb, bare, "--dlt", "0.1,0.2,0.3", "--scheduler", address)
    assert (code, out) == (1, "")
    assert f"No Dask scheduler answered at {address}" in " ".join(err.split())
    assert "Traceback" not in err


@pytest.mark.parametrize("address", ["nowhere", "tcp://", "ftp://127.0.0.1:1"])
def test_what_is_no_address_is_said_in_words(address: str) -> None:
    with pytest.raises(ClusterLost, match=r"is not an address|No Dask scheduler answered"):  # noqa: SIM117
        with on_cluster(address, wait=1.0):
            pass


def test_workers_of_another_version_are_refused(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dosepath.__version__", "9.9.9")
    with pytest.raises(ClusterLost, match=r"run DosePath .*, this is 9\.9\.9"):  # noqa: SIM117
        with on_cluster(cluster.scheduler_address):
            pass
