"""The site as it is served for people: the command, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.site import Site


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The address at which ``dosepath serve`` serves the site's database, without a last slash."""
    server = site.begin("serve", "--port", "0", "--database", str(site.database))
    assert server.stdout is not None
    said = server.stdout.readline()
    _, _, address = said.partition(" is at ")
    try:
        assert address, f"the site did not start: {said}{server.communicate(timeout=60)}"
        yield address.split("/  ")[0]
    finally:
        server.terminate()
        server.communicate(timeout=60)
