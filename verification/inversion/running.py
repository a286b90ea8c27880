"""Runs of the entries that are not stored yet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue
from typing import Self

from verification.campaigns.command_worker import CommandWorker
from verification.inversion.outcome import RunOutcome, outcome_of
from verification.inversion.shipped_run import CAPACITIES, ShippedRun
from verification.inversion.store import PlannedRun, RunStore

LIMIT = 3600.0
"""Longest time of a run [s]."""


class Processes:
    """Processes that run entries by the command line, as many at a time as there are of them."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._all = [CommandWorker(LIMIT) for _ in range(count)]
        self._idle: SimpleQueue[CommandWorker] = SimpleQueue()
        for process in self._all:
            self._idle.put(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        for process in self._all:
            process.close()

    def outcome(self, entry: PlannedRun) -> RunOutcome:
        """Run an entry.

        Raises:
            RuntimeError: the run left no results.
        """
        process = self._idle.get()
        capacities = CAPACITIES if isinstance(entry, ShippedRun) else ()
        try:
            with tempfile.TemporaryDirectory(prefix="platefront-inversion-") as scratch:
                case, results = Path(scratch, "case.toml"), Path(scratch, "results")
                entry.write(case)
                answer = process.run(["run", str(case), "--quiet", "--output", str(results)])
                return outcome_of(answer, results, capacities)
        finally:
            self._idle.put(process)


def run_missing[K: PlannedRun](
    store: RunStore[K],
    wanted: Sequence[K],
    outcome: Callable[[PlannedRun], RunOutcome],
    workers: int = 1,
) -> int:
    """Run the wanted entries that are not stored, and store each outcome as it comes.

    Args:
        store: where they are stored.
        wanted: entries, in the order of the file.
        outcome: runs an entry; a RuntimeError is told and leaves the entry for the next time.
        workers: calls at the same time.

    Returns:
        The number of entries without outcome.
    """
    stored = store.read()
    missing = [entry for entry in dict.fromkeys(wanted) if entry not in stored]
    failures = 0
    with ThreadPoolExecutor(workers) as pool:
        started = {pool.submit(outcome, entry): entry for entry in missing}
        for count, future in enumerate(as_completed(started), 1):
            entry, place = started[future], f"{store.path.stem} {count}/{len(missing)}"
            try:
                stored[entry] = future.result()
            except RuntimeError as error:
                failures += 1
                print(f"{place} {entry}: {error}", flush=True)
                continue
            store.write(stored, wanted)
            print(f"{place} {entry}: {_words(stored[entry])}", flush=True)
    return failures


def _words(outcome: RunOutcome) -> str:
    end = outcome.end
    share = "" if end.bottom_share is None else f", bottom share {end.bottom_share:.3f}"
    potential = "" if end.potential is None else f", {1e3 * end.potential:.1f} mV"
    passed = f"{end.capacity:.4g} mAh/cm²{share}{potential}, {outcome.steps} steps"
    return f"{outcome.kind}, {passed}, books {outcome.worst_book:.2g} of their limit"
