"""Blocks of a simulation on a Dask cluster: the same task, the same order, the same results."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import dosepath
from dosepath.quantity import DosePathError

if TYPE_CHECKING:
    from dosepath.pathways import Spread

Item = TypeVar("Item")
Result = TypeVar("Result")

_WAIT = 10.0  # seconds for the scheduler to answer
_RETRIES = 3


class ClusterLost(DosePathError):
    """No scheduler answers, it has no workers, they run another DosePath, or they are lost."""


@contextmanager
def on_cluster(address: str, *, wait: float | None = None) -> Iterator[Spread]:
    """A way to spread work over the cluster whose scheduler is at ``address`` (tcp://host:port).

    A task that is lost with its worker is given to another one. Leaving the context abandons
    what has not been done.

    Raises:
        ClusterLost: nothing answers within ``wait`` seconds (by default 10), there is no
            worker, a worker runs another version of DosePath, or tasks were lost repeatedly.
    """
    wait = _WAIT if wait is None else wait
    client = _connect(address, wait)
    try:
        _check_workers(client, address)
        yield _Cluster(client, address)
    finally:
        client.close(timeout=wait)


class _Cluster:
    """The way to one cluster."""

    def __init__(self, client: Any, address: str) -> None:
        self.client, self.address = client, address

    def __call__(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        # Not pure: two simulations of the same are two, and neither is taken from the other.
        futures = self.client.map(task, list(items), pure=False, retries=_RETRIES)
        try:
            for future in futures:
                yield future.result()
        except KilledWorker as error:
            message = f"A block was lost with its worker again and again on {self.address}"
            raise ClusterLost(f"{message}: the workers may be short of memory.") from error
        except (FutureCancelledError, OSError) as error:
            message = f"The scheduler at {self.address} no longer answers"
            raise ClusterLost(f"{message}: nothing was lost but time, ask again.") from error
        finally:
            if self.client.status == "running":
                self.client.cancel(futures, force=True)


_ADDRESS = re.compile(r"(?:(?:tcp|tls|wss?)://)?[^/\s]+:\d+/?")


def _connect(address: str, wait: float) -> Any:
    if not _ADDRESS.fullmatch(address):
        message = f"{address} is not an address of a Dask scheduler"
        raise ClusterLost(f"{message}: give it as tcp://host:8786.")
    # The library tells of every attempt by itself; one sentence of ours is enough.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    from distributed import Client

    try:
        return Client(address, timeout=wait, set_as_default=False)
    except (OSError, TimeoutError) as error:
        message = f"No Dask scheduler answered at {address} within {wait:g} seconds."
        raise ClusterLost(f"{message} Is it running, and can it be reached?") from error
    except (ValueError, TypeError) as error:
        message = f"{address} is not an address of a Dask scheduler"
        raise ClusterLost(f"{message}: give it as tcp://host:8786.") from error


def _check_workers(client: Any, address: str) -> None:
    try:
        versions = client.run(_version)
    except Exception as error:
        message = f"The workers of {address} cannot run DosePath"
        raise ClusterLost(
            f"{message} {dosepath.__version__} ({error}): install it there."
        ) from error
    if not versions:
        raise ClusterLost(f"The scheduler at {address} has no workers.")
    others = sorted({version for version in versions.values() if version != _version()})
    if others:
        message = f"Workers of {address} run DosePath {', '.join(others)}, this is {_version()}"
        raise ClusterLost(f"{message}: results could differ. Install the same version there.")


def _version() -> str:
    return dosepath.__version__
