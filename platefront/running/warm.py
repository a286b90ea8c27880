"""Filling of the just-in-time caches, so that a user's first run starts at once.

    python3 -m platefront.running.warm CASES

Compiles the weak forms of every case in a folder, in both element orders, and runs those in its
folder `quick` once, figures included, which also fills the caches of fonts and units.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from pathlib import Path

from mpi4py import MPI

from platefront.case.load import load_case
from platefront.running.run import run_case
from platefront.solvers.evolution.state import channel_of, laws_of
from platefront.solvers.forms.weak_forms import compile_forms


def main(cases: Path) -> int:
    """Compile and run; return the number of quick cases that failed."""
    for path, order in itertools.product(sorted(cases.rglob("*.toml")), (1, 2)):
        case = load_case(path)
        problem = case.problem()
        compile_forms(
            MPI.COMM_WORLD,
            case.electrolyte,
            laws_of(problem),
            order,
            given_current=case.control.given_current is not None,
            flow=channel_of(problem),
        )
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((cases / "quick").glob("*.toml")):
            output = Path(folder) / path.stem
            failures += run_case(load_case(path), path, output, force=False, quiet=True) != 0
    return failures


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
