"""Case files of benchmarks, and their runs in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from platefront.case.load import load_case
from platefront.case.model import Case
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation

ROOT = Path(__file__).resolve().parents[1]
"""Root of the repository, with `cases/` and `docs/`."""


def shipped_case(path: str) -> Case:
    """Load a case file by its path from the root of the repository.

    Raises:
        CaseError: the file is missing or not a valid case.
    """
    return load_case(ROOT / path)


def records_of(case: Case) -> Iterator[StepRecord]:
    """Run a case in memory; yield its initial state, then every accepted step.

    Raises:
        SolverError: the run failed.
    """
    return Simulation(case.problem()).run()
