"""Runs from which docs/inversion.md is made.

    bin/platefront python -m verification.inversion --output docs/inversion

runs what is not yet stored in the CSV files of the folder, each by `platefront run`, and stores
each outcome as it comes. Interrupted, it goes on when it is started again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

from verification.campaigns.command_worker import CommandWorker
from verification.inversion.outcome import Outcome, outcome_of
from verification.inversion.sets import BARRIER_PAIRS, MAP, MESH, PAIRS, PATH, SYMMETRIC, refined
from verification.inversion.shipped_run import CAPACITIES, ShippedRun
from verification.inversion.store import Entry, Store
from verification.inversion.trial import Trial

LIMIT = 3600.0
"""Longest time of a run [s]."""
TRIALS: Mapping[str, Sequence[Trial]] = {
    "map": MAP,
    "path": PATH,
    "mesh": MESH,
    "symmetric": SYMMETRIC,
}
SHIPPED: Mapping[str, Sequence[ShippedRun]] = {"pairs": PAIRS, "barriers": BARRIER_PAIRS}
NAMES = (*SHIPPED, *TRIALS)


class Runner:
    """Processes that run entries, at most as many at a time as there are of them."""

    def __init__(self, workers: int) -> None:
        self._processes = [CommandWorker(LIMIT) for _ in range(workers)]
        self._idle: SimpleQueue[CommandWorker] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)

    def run[K: Entry](self, store: Store[K], wanted: Sequence[K], *, most: int | None) -> int:
        """Run the entries that are not stored, at most a number of them; return the failures."""
        stored = store.read()
        missing = [entry for entry in dict.fromkeys(wanted) if entry not in stored][:most]
        failures = 0
        with ThreadPoolExecutor(len(self._processes)) as pool:
            started = {pool.submit(self._outcome, entry): entry for entry in missing}
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

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.close()

    def _outcome(self, entry: Entry) -> Outcome:
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sets; return 1 if a run left no results."""
    parser = argparse.ArgumentParser(prog="verification.inversion", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder of the CSV files")
    parser.add_argument("--workers", type=int, default=1, help="runs at the same time")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="sets to run")
    parser.add_argument("--most", type=int, help="largest number of runs of each set")
    wanted = parser.parse_args(arguments)
    runner = Runner(wanted.workers)
    try:
        failures = sum(
            run_set(name, wanted.output, runner.run, wanted.most) for name in wanted.only
        )
    finally:
        runner.close()
    return 1 if failures else 0


def run_set(name: str, folder: Path, run: Callable[..., int], most: int | None = None) -> int:
    """Run one set, its crossings refined where it is a map; return the number of failures."""
    if name in SHIPPED:
        return run(Store(folder / f"{name}.csv", ShippedRun), SHIPPED[name], most=most)
    store, trials = Store(folder / f"{name}.csv", Trial), list(TRIALS[name])
    failures = run(store, trials, most=most)
    complete = all(trial in store.read() for trial in trials)
    if name in ("map", "path") and complete:
        failures += run(store, with_refined(store, trials), most=most)
    return failures


def with_refined(store: Store[Trial], trials: Iterable[Trial]) -> list[Trial]:
    """Return the trials of a set, followed by those that refine its crossings."""
    given = list(trials)
    stored = store.read()
    return [*given, *refined({trial: stored[trial] for trial in given})]


def _words(outcome: Outcome) -> str:
    end = outcome.end
    share = "" if end.bottom_share is None else f", bottom share {end.bottom_share:.3f}"
    potential = "" if end.potential is None else f", {1e3 * end.potential:.1f} mV"
    passed = f"{end.capacity:.4g} mAh/cm²{share}{potential}, {outcome.steps} steps"
    return f"{outcome.kind}, {passed}, books {outcome.worst_book:.2g} of their limit"


if __name__ == "__main__":
    sys.exit(main())
