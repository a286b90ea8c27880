"""Runs of the copper trench on refined levels, and their convergence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from platefront.case.model import Case
from platefront.convergence.levels import Refinement
from platefront.convergence.richardson import Convergence, assess
from platefront.geometry.collectors.trench import Trench
from platefront.solvers.balance.step_record import Event, Fields, StepRecord
from platefront.solvers.evolution.simulation import Simulation
from verification.benchmarks.trench_measures import TrenchState, measure

INSTANTS = (5.0, 14.0)
"""Times of measurement [s]."""
REFINEMENT = Refinement(levels=5, ratio=1.5)
"""Levels. The last three are assessed; on the first two the mouth is little wider than an edge
at 14 s."""
_CLOSING = 0.5
"""Width of the mouth below which its closure is extrapolated [µm]."""


@dataclass(frozen=True, slots=True)
class TrenchRun:
    """Run on one level.

    Attributes:
        states: measures at each of `INSTANTS`.
        fields: fields at these instants and at the end.
        closure: time at which the extrapolated width of the mouth is zero [s].
        pockets: closures by the run, when the mouth is too narrow for its mesh.
        area: area of electrolyte and pockets with the largest deviation from the start [µm²].
        salt: largest relative residue of the anions.
    """

    states: tuple[TrenchState, ...]
    fields: tuple[Fields, ...]
    closure: float
    pockets: tuple[Event, ...]
    area: float
    salt: float


def fill(case: Case) -> TrenchRun:
    """Run a case in memory and measure its trench."""
    trench = case.section.collector
    assert isinstance(trench, Trench), "the case of the trench"
    states, snapshots, pockets = [], [], []
    narrowing: list[tuple[float, float]] = []
    areas, salt = [], 0.0
    record: StepRecord | None = None
    for record in Simulation(case.problem()).run():
        areas.append(1e12 * (record.electrolyte_area + record.trapped_area))
        salt = max(salt, abs(record.books.anions))
        pockets += [event for event in record.events if event.kind == "pocket"]
        if record.time in INSTANTS or (record.time > INSTANTS[-1] and not pockets):
            fields = _present(record)
            state = measure(fields, trench)
            if record.time in INSTANTS:
                states.append(state)
                snapshots.append(fields)
            if state.mouth < _CLOSING:
                narrowing.append((record.time, state.mouth))
    assert record is not None, "a run yields its initial state at least"
    area = max(areas, key=lambda value: abs(value - areas[0]))
    closure = _closed(narrowing)
    ends = (*snapshots, _present(record))
    return TrenchRun(tuple(states), ends, closure, tuple(pockets), area, salt)


def _present(record: StepRecord) -> Fields:
    return record.fields().value


def _closed(narrowing: Sequence[tuple[float, float]]) -> float:
    """Extrapolate the time of zero width by a parabola through the last widths of the mouth [s].

    The closure slows down, because the flux of ions into the trench decreases.
    """
    if len(narrowing) < 3:
        return float("nan")
    width, time = np.array(narrowing).T[::-1]
    # Time as a function of the width, which decreases monotonically.
    return float(np.polynomial.Polynomial.fit(width, time, 2)(0.0))


@dataclass(frozen=True, slots=True)
class Converged:
    """Value with its convergence.

    Attributes:
        value: value on the finest level.
        convergence: convergence over all levels.
    """

    value: float
    convergence: Convergence

    @property
    def uncertainty(self) -> float:
        """Uncertainty of the value, in its unit, at least the last difference.

        The lower limit guards against high observed orders by coincidence.
        """
        last, band = self.convergence.difference, self.convergence.uncertainty
        assert last is not None and band is not None, "more than one level"
        return max(abs(last), band)

    @property
    def relative(self) -> float:
        """Relative uncertainty."""
        return self.uncertainty / abs(self.value)


def converged(runs: Sequence[TrenchRun], read: Callable[[TrenchRun], float]) -> Converged:
    """Assess the convergence of a quantity over all levels, coarsest first."""
    values = [read(run) for run in runs]
    return Converged(values[-1], assess(values, REFINEMENT.ratio))


def table(runs: Sequence[TrenchRun]) -> tuple[dict[str, Converged], ...]:
    """Return the measures with their convergence, by name, for each of `INSTANTS`."""

    def reader(instant: int, name: str) -> Callable[[TrenchRun], float]:
        return lambda run: run.states[instant].values()[name]

    return tuple(
        {name: converged(runs, reader(instant, name)) for name in runs[-1].states[instant].values()}
        for instant in range(len(INSTANTS))
    )
