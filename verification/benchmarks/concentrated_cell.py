"""Concentrated solutions between lithium electrodes, against PyBaMM."""

from __future__ import annotations

from platefront.solvers.model.electrolyte.concentrated import Concentrated
from verification.benchmarks.stored_runs import compared
from verification.finding import Benchmark, Finding, Verification
from verification.references.stored_cell import stored_with
from verification.shipped import shipped_case

CASES = (
    "verification/cases/concentrated_nyman.toml",
    "verification/cases/concentrated_landesfeind.toml",
)
_NAMES = "Nyman 2008", "Landesfeind 2019"


def verify() -> Verification:
    """Run both cases and compare them at the stored instants."""
    found: list[Finding] = []
    for path, name in zip(CASES, _NAMES, strict=True):
        case = shipped_case(path)
        assert isinstance(case.electrolyte, Concentrated)
        found += compared(case, name, case.electrolyte.solution.set)
    return Verification(tuple(found))


STATEMENT = f"""
LiPF6 in EC:EMC 3:7 between two flat lithium electrodes, 200 µm apart, 240 s at 10 mA/cm² and 120 s
of relaxation, with all properties functions of the concentration. The reference is
{stored_with()}, by finite volumes, with the properties written once more from their publications
(`verification/references/pybamm_cell.py`). Concentrations and potentials are compared at 13
instants."""

BENCHMARK = Benchmark(
    name="concentrated_cell",
    title="Concentrated solution between lithium electrodes",
    statement=STATEMENT,
    cases=CASES,
    long=False,
    run=verify,
    not_verified="The fits of the properties, which both programs share; motion of the solvent.",
)
