"""The site as it is served for people: the command, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.faults.site import ROOT, RUN, Site, plain_environment


@dataclass(frozen=True)
class Place:
    """A served site: its ``address`` without a last slash, and what lies behind it."""

    address: str
    site: Site

    def minute(self) -> str:
        """The minute of the wall clock at the site, as people write it into a form."""
        return datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")

    @property
    def secret(self) -> Path:
        """The file with the key that stamps forms."""
        return self.site.folder / "demo-keys" / "secret-key.txt"


@contextmanager
def served(site: Site) -> Iterator[Place]:
    """Serve a site's database by ``dosepath serve`` on a free port; say what its log says."""
    log = site.folder / "serve.log"
    with log.open("w", encoding="utf-8") as errors:
        server = subprocess.Popen(
            [sys.executable, "-c", RUN, "serve", "--port", "0", "--database", str(site.database)],
            cwd=ROOT,
            env=plain_environment(**site.settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert server.stdout is not None
    said = server.stdout.readline()
    _, _, address = said.partition(" is at ")
    try:
        assert address, f"the site did not start: {said}{log.read_text(encoding='utf-8')}"
        yield Place(address.split("/  ")[0], site)
    finally:
        server.terminate()
        server.communicate(timeout=60)
        print(log.read_text(encoding="utf-8"))  # shown by pytest when the test failed
