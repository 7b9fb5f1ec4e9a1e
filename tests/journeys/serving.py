"""The site as it is served for people: the command, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.site import Site


@dataclass(frozen=True)
class Place:
    """A served site: its ``address`` without a last slash, and what lies behind it."""

    address: str
    site: Site

    @property
    def secret(self) -> Path:
        """The file with the key that stamps forms."""
        return self.site.folder / "demo-keys" / "secret-key.txt"


@contextmanager
def served(site: Site) -> Iterator[Place]:
    """Serve a site's database by ``dosepath serve`` on a free port."""
    server = site.begin("serve", "--port", "0", "--database", str(site.database))
    assert server.stdout is not None
    said = server.stdout.readline()
    _, _, address = said.partition(" is at ")
    try:
        assert address, f"the site did not start: {said}{server.communicate(timeout=60)}"
        yield Place(address.split("/  ")[0], site)
    finally:
        server.terminate()
        server.communicate(timeout=60)
