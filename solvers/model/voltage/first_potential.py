"""Potentials and current at the first moment, of the cell as a row of resistances.

The concentration is still c0. Collector, electrolyte and counter electrode are in series: each
surface carries the current of its rate law at one common φ_s - φ, the electrolyte has the
resistance L/κ of its footprint. On a foil this is the solution itself, otherwise Newton's method
starts from it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace

from platefront.solvers.errors import DeadEndError
from platefront.solvers.model.control import Control
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales

_WIDEST = 1e20
"""Largest potential at which a current is looked for, in RT/F; linear laws may need much."""


@dataclass(frozen=True, slots=True)
class FirstMoment:
    """Potentials [V], and current and conductance per footprint [A/m²], [S/m²].

    Attributes:
        electrode: φ_s of the collector; zero for given overpotentials.
        front: φ in front of the collector.
        counter: φ in front of the counter electrode.
        current: plating current i.
        conductance: -di/d(φ_s - φ) of the collector.
    """

    electrode: float
    front: float
    counter: float
    current: float
    conductance: float


@dataclass(frozen=True, slots=True)
class SeriesCell:
    """Collector, electrolyte and counter electrode in series.

    Attributes:
        laws: rate laws of the named surfaces.
        lengths: wetted length of each surface per footprint [1].
        resistance: L/κ of the electrolyte [Ω m²].
        counter: rate law of the counter electrode; None for a reservoir.
        scales: units of the equations.
        metal: names of surfaces that have metal to strip.
        covered: names of surfaces without bare host, which plate on metal.
    """

    laws: Mapping[str, RateLaw]
    lengths: Mapping[str, float]
    resistance: float
    counter: RateLaw | None
    scales: Scales
    metal: Container[str]
    covered: Container[str] = ()

    def under(self, control: Control, elapsed: float = 0.0) -> FirstMoment:
        """Return the first moment under a control.

        Args:
            control: control of the cell.
            elapsed: time since the control began [s].

        Raises:
            DeadEndError: no state fits the control.
        """
        if control.gives_current:
            return self.at_current(control.value_at(elapsed))
        if control.gives_potential:
            return self.at_potential(control.value_at(elapsed))
        return self.given_overpotentials()

    def given_overpotentials(self) -> FirstMoment:
        """Return the first moment with given overpotentials."""
        current, conductance = self._collector(0.0)
        counter = self._counter(current)
        return FirstMoment(0.0, counter - current * self.resistance, counter, current, conductance)

    def at_potential(self, electrode: float) -> FirstMoment:
        """Return the first moment at a potential φ_s [V]: all drops add up to it."""
        drops = [law.held_drop for law in self.laws.values() if law.held_drop is not None]
        if drops:
            held = electrode - drops[0]
            return FirstMoment(electrode, held, 0.0, -held / self.resistance, math.inf)

        def excess(front: float) -> float:
            current, _ = self._collector(electrode - front)
            counter = front + current * self.resistance
            return counter if self.counter is None else current + self._dissolved(counter)

        if (front := _root(excess, self.scales.potential)) is None:
            raise DeadEndError(f"no current fits the electrode potential of {electrode:g} V")
        current, conductance = self._collector(electrode - front)
        counter = front + current * self.resistance
        return FirstMoment(electrode, front, counter, current, conductance)

    def at_current(self, current: float) -> FirstMoment:
        """Return the first moment at a plating current per footprint [A/m²].

        Raises:
            DeadEndError: no potential drives this current, as where there is nothing to strip.
        """
        drop = _root(lambda x: self._collector(-x)[0] - current, self.scales.potential)
        if drop is None:
            raise DeadEndError(self._why_not(current))
        counter = self._counter(current)
        front = counter - current * self.resistance
        return FirstMoment(front - drop, front, counter, current, self._collector(-drop)[1])

    def _why_not(self, current: float) -> str:
        names = ", ".join(f'"{name}"' for name, law in self.laws.items() if law.reacts)
        wetted = any(self.lengths[name] > 0.0 for name, law in self.laws.items() if law.reacts)
        if not wetted:
            return (
                "no surface that reacts is in contact with electrolyte that reaches the counter "
                "electrode, so no current can flow"
            )
        if current < 0.0 and not any(name in self.metal for name in self.laws):
            return (
                f"there is nothing to strip: the surfaces {names} are bare, but the given current "
                f"of {current:.4g} A/m² strips"
            )
        verb = "plates" if current > 0.0 else "strips"
        return f"at no potential the surfaces {names} carry {current:.4g} A/m², which {verb}"

    def _counter(self, current: float) -> float:
        """Return φ in front of the counter electrode that passes a current [A/m²]."""
        if self.counter is None:
            return 0.0
        potential = _root(lambda x: current + self._dissolved(x), self.scales.potential)
        if potential is None:
            raise DeadEndError(f"the counter electrode cannot pass {current:.4g} A/m²")
        return potential

    def _dissolved(self, potential: float) -> float:
        assert self.counter is not None
        state = SurfaceState(1.0, potential / self.scales.potential, 0.0, bare=0.0, thickness=0.0)
        return self.counter.response(state, self.scales)[0]

    def _collector(self, drop: float) -> tuple[float, float]:
        """Return current and conductance per footprint at φ_s - φ = `drop` [V]."""
        host = SurfaceState(1.0, -drop / self.scales.potential, 0.0, bare=1.0, thickness=0.0)
        pairs = [
            (self._response(name, self._before_start(name, host)), self.lengths[name])
            for name, law in self.laws.items()
            if law.held_drop is None and self.lengths[name] > 0.0
        ]
        return sum(i * share for (i, _), share in pairs), sum(g * share for (_, g), share in pairs)

    def _before_start(self, name: str, host: SurfaceState) -> SurfaceState:
        return replace(host, bare=0.0) if name in self.covered else host

    def _response(self, name: str, host: SurfaceState) -> tuple[float, float]:
        """Return current density and -di/dη of a surface: the host plates, metal strips."""
        law = self.laws[name]
        plates = law.response(host, self.scales)
        if plates[0] > 0.0 or name not in self.metal:
            return plates
        strips = law.response(replace(host, bare=0.0), self.scales)
        return strips if strips[0] < 0.0 else plates


def _root(rising: Callable[[float], float], unit: float) -> float | None:
    """Zero of a rising function by bisection to round-off; None if it keeps its sign.

    Args:
        rising: the function.
        unit: first guess of the distance of the zero from the origin.
    """
    low, high = -unit, unit
    while rising(low) > 0.0:
        low *= 4.0
        if low < -_WIDEST * unit:
            return None
    while rising(high) < 0.0:
        high *= 4.0
        if high > _WIDEST * unit:
            return None
    while low < (middle := 0.5 * (low + high)) < high:
        low, high = (low, middle) if rising(middle) > 0.0 else (middle, high)
    return middle
