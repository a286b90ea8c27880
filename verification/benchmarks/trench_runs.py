"""Runs of the copper trench on finer and finer levels, and what they say together."""

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
"""When the trench is measured [s]."""
REFINEMENT = Refinement(levels=5, ratio=1.5)
"""The last three are judged. On the first two the mouth is little wider than an edge at 14 s."""
_CLOSING = 0.5
"""Mouths narrower than this [µm] tell when it closes."""


@dataclass(frozen=True, slots=True)
class TrenchRun:
    """One level.

    Attributes:
        states: what was measured at each of `INSTANTS`.
        fields: at these instants and at the end.
        closure: when the mouth has closed, its width extrapolated to nothing [s].
        pockets: the closures that the run made, each once the mouth is too narrow for its mesh.
        area: area of electrolyte and pockets that is farthest from that at the start [µm²].
        salt: largest relative residue of the anions.
    """

    states: tuple[TrenchState, ...]
    fields: tuple[Fields, ...]
    closure: float
    pockets: tuple[Event, ...]
    area: float
    salt: float


def fill(case: Case) -> TrenchRun:
    """Run a case in memory and measure on the way."""
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
    """When a parabola through the last widths of the mouth is down to nothing [s].

    The mouth closes ever more slowly, because ever fewer ions come in.
    """
    if len(narrowing) < 3:
        return float("nan")
    width, time = np.array(narrowing).T[::-1]
    # Time as a function of width, which falls all the way.
    return float(np.polynomial.Polynomial.fit(width, time, 2)(0.0))


@dataclass(frozen=True, slots=True)
class Converged:
    """A number from level to level.

    Attributes:
        value: on the finest level.
        convergence: what all levels say about it.
    """

    value: float
    convergence: Convergence

    @property
    def uncertainty(self) -> float:
        """Half width of the band about the value, in its unit.

        No less than the last difference: high orders are luck.
        """
        last, band = self.convergence.difference, self.convergence.uncertainty
        assert last is not None and band is not None, "more than one level"
        return max(abs(last), band)

    @property
    def relative(self) -> float:
        """The same over the value."""
        return self.uncertainty / abs(self.value)


def converged(runs: Sequence[TrenchRun], read: Callable[[TrenchRun], float]) -> Converged:
    """Judge a number of all levels, coarsest first."""
    values = [read(run) for run in runs]
    return Converged(values[-1], assess(values, REFINEMENT.ratio))


def table(runs: Sequence[TrenchRun]) -> tuple[dict[str, Converged], ...]:
    """What was measured, by name, for each of `INSTANTS`."""

    def reader(instant: int, name: str) -> Callable[[TrenchRun], float]:
        return lambda run: run.states[instant].values()[name]

    return tuple(
        {name: converged(runs, reader(instant, name)) for name in runs[-1].states[instant].values()}
        for instant in range(len(INSTANTS))
    )
