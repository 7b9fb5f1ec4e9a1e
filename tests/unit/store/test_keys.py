"""Keys come from the site; demonstration keys never guard a real trial."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dosepath import store
from dosepath.cli import main
from dosepath.conduct import Refused
from tests.unit.store.small import STUDY

GOOD = "ab" * 32


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "CHAIN_KEY", "IDENTITY_KEY"):
        monkeypatch.delenv(f"DOSEPATH_{name}", raising=False)


def key_file(path: Path, text: str = GOOD, mode: int = 0o600) -> Path:
    path.write_text(text + "\n")
    path.chmod(mode)
    return path


def test_a_key_comes_from_the_environment_before_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "db.sqlite3"
    assert store.find_key("CHAIN_KEY", file) == ""
    monkeypatch.setenv("DOSEPATH_CHAIN_KEY_FILE", str(key_file(tmp_path / "key")))
    assert store.find_key("CHAIN_KEY", file) == GOOD
    monkeypatch.setenv("DOSEPATH_CHAIN_KEY", "cd" * 32)
    assert store.find_key("CHAIN_KEY", file) == "cd" * 32


def test_a_database_in_the_present_folder_finds_its_demonstration_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("db.sqlite3")
    file.touch()
    store.make_demo_keys(file)
    assert len(store.find_key("CHAIN_KEY", file)) == 64


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_key_file_that_others_can_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.setenv("DOSEPATH_CHAIN_KEY_FILE", str(key_file(tmp_path / "key", mode=mode)))
    with pytest.raises(store.KeyFault, match="chmod 600"):
        store.find_key("CHAIN_KEY", tmp_path / "db.sqlite3")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHAIN_KEY", "short"),
        ("CHAIN_KEY", "zz" * 32),
        ("IDENTITY_KEY", "ab" * 31),
        ("SECRET_KEY", "x"),
    ],
)
def test_an_unfit_key_is_refused_without_being_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"DOSEPATH_{name}", value)
    with pytest.raises(store.KeyFault) as caught:
        store.find_key(name, tmp_path / "db.sqlite3")
    assert name in str(caught.value)
    assert value not in str(caught.value).replace("32", "")


def test_a_missing_key_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(store.KeyFault, match="DOSEPATH_IDENTITY_KEY_FILE"):
        store.require_key("IDENTITY_KEY", tmp_path / "db.sqlite3")


def test_demonstration_keys_are_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    folder = store.make_demo_keys(file)
    made = {name: store.find_key(name, file) for name in ("SECRET_KEY", "CHAIN_KEY")}
    assert len(set(made.values())) == 2
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    store.make_demo_keys(file)
    assert store.find_key("CHAIN_KEY", file) == made["CHAIN_KEY"]


def test_a_real_trial_is_not_opened_with_demonstration_keys(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.unit.conduct.playing import INVESTIGATOR

    file = tmp_path / "db.sqlite3"
    monkeypatch.setenv("DOSEPATH_DATABASE", str(file))
    store.make_demo_keys(file)
    with pytest.raises(Refused) as caught:
        store.open_trial(STUDY, by=INVESTIGATOR, synthetic=False)  # type: ignore[arg-type]
    assert [reason.code for reason in caught.value.reasons] == ["store.demo_keys"]
    assert store.list_trials() == ()


def test_nothing_is_served_without_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--database", str(tmp_path / "db.sqlite3")])
    assert ended.value.code == 1
    assert "DOSEPATH_SECRET_KEY" in capsys.readouterr().err
