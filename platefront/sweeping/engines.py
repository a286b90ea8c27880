"""Engines that run the cells: processes of this machine, or the workers of Dask distributed."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from platefront.sweeping.errors import SweepError

_SECONDS = 30
"""Time a scheduler has to answer [s]."""


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0))


@contextmanager
def local_engine(jobs: int) -> Iterator[Executor]:
    """Run `jobs` cells at a time on this machine; each thread waits for a process of its own."""
    with ThreadPoolExecutor(jobs) as pool:
        yield pool


@contextmanager
def dask_engine(address: str) -> Iterator[Executor]:
    """Run cells on the workers of a Dask scheduler, as many at a time as these have threads.

    Workers need this program and the same files under the same paths. What a worker that is lost
    was running goes to another one.

    Args:
        address: address of the scheduler, `tcp://host:8786`, or the path of the file that it wrote
            with `--scheduler-file`.

    Raises:
        SweepError: Dask is not installed, or the scheduler does not answer.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ModuleNotFoundError:
        raise SweepError(
            "--dask needs Dask distributed, which is not installed here: "
            'pip install "platefront[dask]"'
        ) from None
    place = {"address": address} if "://" in address else {"scheduler_file": address}
    try:
        client = distributed.Client(**place, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SweepError(f"--dask {address}: the scheduler does not answer: {error}") from None
    with client, client.get_executor(pure=False) as executor:
        yield executor
