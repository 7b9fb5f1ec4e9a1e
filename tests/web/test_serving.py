"""The site as it is really served: another process, a real port, and a clean end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
Start = Callable[..., tuple[subprocess.Popen[str], str]]


def dosepath(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from dosepath.cli import main; main()", *arguments],
        env={**os.environ, "DOSEPATH_DATABASE": str(folder / "dosepath.sqlite3")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the site on a free port; gives the process and its address."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> tuple[subprocess.Popen[str], str]:
        child = dosepath(tmp_path, "serve", "--port", "0", *arguments)
        running.append(child)
        assert child.stdout is not None
        line = child.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line + child.communicate()[1]
        return child, found.group()

    yield begin
    for child in running:
        child.kill()
        child.communicate()


def fetch(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_it_serves_pages_and_styles_and_ends_cleanly(
    start: Start, number: signal.Signals, code: int
) -> None:
    child, address = start("--upgrade")
    status, _, page = fetch(f"{address}account/sign-in/")
    assert status == 200
    style = re.search(r'href="/(static/ui/site\.[0-9a-f]{12}\.css)"', page)
    assert style, "styles have hashed names"
    status, headers, _ = fetch(address + style.group(1))
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert fetch(address, Host="elsewhere.example")[0] == 400
    child.send_signal(number)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out) == (code, "Stopped.\n")
    assert "Traceback" not in err


def test_behind_a_proxy_with_https_browsers_are_told_to_insist_on_it(start: Start) -> None:
    _, address = start("--upgrade")
    sign_in = f"{address}account/sign-in/"
    assert "Strict-Transport-Security" not in fetch(sign_in)[1]
    _, headers, _ = fetch(sign_in, **{"X-Forwarded-Proto": "https"})
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Secure" in headers["Set-Cookie"]


def test_a_database_of_another_version_is_not_served_until_it_is_upgraded(
    tmp_path: Path, start: Start
) -> None:
    out, err = dosepath(tmp_path, "serve").communicate(timeout=60)
    assert "there is no database" in err
    (tmp_path / "dosepath.sqlite3").touch()
    child = dosepath(tmp_path, "serve")
    out, err = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "made by another version" in err
    assert "Traceback" not in out + err


def test_a_port_that_is_taken_is_said_to_be_taken(tmp_path: Path, start: Start) -> None:
    _, address = start("--upgrade")
    port = address.rstrip("/").rpartition(":")[2]
    child = dosepath(tmp_path, "serve", "--port", port)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in err
    assert "--port" in err
