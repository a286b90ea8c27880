"""Runs from which docs/inversion.md is made.

    bin/platefront python -m verification.inversion --output docs/inversion

runs what is not yet stored in the CSV files of the folder, each by `platefront run`, and stores
each outcome as it comes. Interrupted, it goes on when it is started again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from verification.inversion.cloth_cell import ClothCell
from verification.inversion.running import Processes, run_missing
from verification.inversion.sets import MAPS, REFINEMENTS, SHIPPED, TRIALS, refined
from verification.inversion.shipped_run import ShippedRun
from verification.inversion.store import RunStore

NAMES = (*SHIPPED, *TRIALS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sets; return 1 if a run left no results."""
    parser = argparse.ArgumentParser(prog="verification.inversion", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder of the CSV files")
    parser.add_argument("--workers", type=int, default=1, help="runs at the same time")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="sets to run")
    wanted = parser.parse_args(arguments)
    with Processes(wanted.workers) as processes:
        failures = sum(run_set(name, wanted.output, processes) for name in wanted.only)
    return 1 if failures else 0


def run_set(name: str, folder: Path, processes: Processes) -> int:
    """Run one set, its crossings refined where it is a map; return the number of failures."""
    run = partial(run_missing, outcome=processes.outcome, workers=processes.count)
    file = folder / f"{name}.csv"
    if name in SHIPPED:
        return run(RunStore(file, ShippedRun), SHIPPED[name])
    store, trials = RunStore(file, ClothCell), [*TRIALS[name]]
    failures = run(store, trials)
    for _ in range(REFINEMENTS if name in MAPS else 0):
        if failures:
            break
        stored = store.read()
        trials += refined({trial: stored[trial] for trial in trials})
        failures = run(store, trials)
    return failures


if __name__ == "__main__":
    sys.exit(main())
