"""Orders of convergence on manufactured solutions: every model, elements and stepping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from _pytest.mark import ParameterSet

from platefront.solvers.model.electrolyte.model import ELECTROLYTES
from verification.benchmarks import BENCHMARKS as ALL
from verification.benchmarks import (
    manufactured_hosts_space,
    manufactured_hosts_time,
    manufactured_kinetics,
    manufactured_moving_space,
    manufactured_moving_time,
    manufactured_solids_space,
    manufactured_solids_time,
    manufactured_space,
    manufactured_time,
)
from verification.manufactured.models import MODELS
from verification.manufactured.studies import BAND, OrderStudy

BENCHMARKS = (
    manufactured_space,
    manufactured_time,
    manufactured_moving_space,
    manufactured_moving_time,
    manufactured_kinetics,
    manufactured_hosts_space,
    manufactured_hosts_time,
    manufactured_solids_space,
    manufactured_solids_time,
)


OF_ALL_MODELS = (manufactured_time, manufactured_moving_time)
SIMPLER = ("backward Euler", "BDF2, even steps")
"""Steppings whose terms are those of uneven BDF2: in the quick set with the first model only."""


def studies() -> Iterator[ParameterSet]:
    for benchmark in BENCHMARKS:
        for kind, models in benchmark.PLANS.items():
            first = next(iter(models))
            for name, run in models.items():
                again = benchmark in OF_ALL_MODELS and kind in SIMPLER and name != first
                yield pytest.param(
                    benchmark,
                    kind,
                    run,
                    marks=[pytest.mark.long] if again else [],
                    id=f"{benchmark.BENCHMARK.name}-{kind}-{name}",
                )


@pytest.mark.parametrize(("benchmark", "kind", "run"), list(studies()))
@pytest.mark.slow
def test_order_is_that_of_theory(
    benchmark: ModuleType, kind: str, run: Callable[[], OrderStudy]
) -> None:
    study = run()
    assert study.theory
    for norm, theory in study.theory.items():
        assert study.order(norm) == pytest.approx(theory, abs=BAND), study.describe(norm)
        ceiling = benchmark.CEILINGS[kind][norm]
        assert study.finest(norm) < ceiling, f"{study.describe(norm)}; ceiling {ceiling:g}"


def test_every_study_of_a_benchmark_is_run_here() -> None:
    """Those are left out of the quick set of test_benchmarks."""
    here = {benchmark.BENCHMARK.name for benchmark in BENCHMARKS}
    assert here == {each.name for each in ALL if each.name.startswith("manufactured")}
    for benchmark in BENCHMARKS:
        assert benchmark.PLANS.keys() == benchmark.CEILINGS.keys()


def test_every_order_of_elements_and_every_model_is_studied_at_rest_and_moving() -> None:
    for benchmark in (manufactured_space, manufactured_moving_space):
        for order in ("P1", "P2"):
            assert set(MODELS) <= set(benchmark.PLANS[order])


def test_every_transport_model_of_the_program_has_a_strong_form() -> None:
    offered = set(ELECTROLYTES.members.values())
    assert {type(model.electrolyte) for model in MODELS.values()} == offered
