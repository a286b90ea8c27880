"""Solution of a cell under a protocol, with located ends of steps.

The integration in time is restarted at every step of the protocol. An end of a step is found on the
interpolant of a step of the integrator, then corrected by the secant method on integrations from
the beginning of that step to the end itself, so that it holds for the state at which the next step
begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.integrate import OdeSolution
from scipy.optimize import brentq

from platefront.geometry.arrays import Floats
from verification.references.integration import (
    IntegratedCell,
    Piece,
    StepIntegrator,
    instant_of,
)
from verification.references.steps import Instant, Limits, ReferenceStep

_WITHIN = 1e-13
"""Error in time of the end of a step, relative to the duration of the step."""


@dataclass(frozen=True)
class RunStep:
    """Solution within one step of the protocol.

    Attributes:
        cell: the cell.
        step: the step.
        begin, end: times since the start of the protocol [s].
        reason: name of the end that was reached, from `Limits`.
        solution: state as a function of the time in the step.
        mesh: times of the integrator since the start of the protocol [s].
        tolerance: relative tolerance of the state.
    """

    cell: IntegratedCell
    step: ReferenceStep
    begin: float
    end: float
    reason: str
    solution: Callable[[float], Floats]
    mesh: Floats
    tolerance: float

    def at(self, time: float) -> Instant:
        """Return the cell at a time since the start of the protocol [s] within the step.

        Between the times of `mesh` by interpolation: the error of a concentration is that of the
        tolerance. At a given potential, a reaction much faster than diffusion amplifies it in the
        current: `reached` is better.
        """
        inside = time - self.begin
        return instant_of(self.cell, self.step, self.begin, inside, self.solution(inside))

    def reached(self, time: float) -> Instant:
        """Return the cell at a time [s] within the step by integration from the mesh before it."""
        inside, known = time - self.begin, self.mesh - self.begin
        last = float(known[max(int(np.searchsorted(known, inside)) - 1, 0)])
        if inside <= last or time == self.end:
            return self.at(time)
        state = self.solution(last)
        own = StepIntegrator(self.cell, self.step, self.begin, state, self.tolerance)
        *_, piece = own.pieces(last, state, inside)
        return instant_of(self.cell, self.step, self.begin, inside, piece.state(inside))

    @property
    def last(self) -> Instant:
        """Cell at the end of the step, still under its control."""
        return self.at(self.end)


@dataclass(frozen=True)
class Trajectory:
    """Solution of a protocol."""

    steps: tuple[RunStep, ...]

    @property
    def end(self) -> float:
        """Time at the end of the last step [s]."""
        return self.steps[-1].end

    def step_at(self, time: float) -> RunStep:
        """Return the step at a time [s]; at a switch the one that ends."""
        return next((part for part in self.steps if time <= part.end), self.steps[-1])

    def at(self, time: float) -> Instant:
        """Return the cell at a time [s]; at a switch that before it."""
        return self.step_at(time).at(time)

    def reached(self, time: float) -> Instant:
        """Return the cell at a time [s] as `RunStep.reached`; at a switch that before it."""
        return self.step_at(time).reached(time)

    def instants(self) -> list[Instant]:
        """Return the cell at the integrator's times; switches appear twice."""
        return [part.at(time) for part in self.steps for time in part.mesh]


def run_protocol(
    cell: IntegratedCell, protocol: Sequence[ReferenceStep], tolerance: float = 1e-8
) -> Trajectory:
    """Integrate a protocol.

    Args:
        cell: the cell, from its start.
        protocol: steps; each has an end that is reached.
        tolerance: relative tolerance of the state; the absolute one is a hundredth of it. Below
            1e-9 round-off delays the integrator.

    Raises:
        ValueError: a step has no end.
        ArithmeticError: the integrator cannot go on.
    """
    if any(step.ends == Limits() for step in protocol):
        raise ValueError("a step of the protocol has no end")
    state, time, parts = cell.start(), 0.0, []
    for step in protocol:
        part, state = _run_step(cell, step, state, time, tolerance)
        time = part.end
        parts.append(part)
    return Trajectory(tuple(parts))


def _run_step(
    cell: IntegratedCell, step: ReferenceStep, start: Floats, begin: float, tolerance: float
) -> tuple[RunStep, Floats]:
    own = StepIntegrator(cell, step, begin, start, tolerance)
    reason = next((name for name, left in own.margins(0.0, start).items() if left <= 0.0), "")
    if reason or step.ends.duration <= 0.0:
        still = np.array([begin])
        reason = reason or "duration"
        return RunStep(cell, step, begin, begin, reason, lambda _: start, still, tolerance), start
    done, reason = _integrated(own, start)
    times = np.array([0.0, *(piece.high for piece in done)])
    solution = OdeSolution(times, [piece.state for piece in done])
    end = begin + times[-1]
    run = RunStep(cell, step, begin, float(end), reason, solution, begin + times, tolerance)
    return run, np.asarray(solution(times[-1]))


def _integrated(own: StepIntegrator, start: Floats) -> tuple[list[Piece], str]:
    """Integrate to the first end; return the pieces and the name of the end."""
    done: list[Piece] = []
    state = start
    for piece in own.pieces(0.0, start, own.step.ends.duration):
        after = piece.state(piece.high)
        crossed = [name for name, left in own.margins(piece.high, after).items() if left <= 0.0]
        if crossed:
            end, reason = _first(own, crossed, piece)
            return [*done, *_corrected(own, reason, piece, state, end)], reason
        done.append(piece)
        state = after
    return done, "duration"


def _first(own: StepIntegrator, crossed: Sequence[str], piece: Piece) -> tuple[float, str]:
    """Return the first end on an interpolant, and its name."""

    def margin(time: float, name: str) -> float:
        return own.margins(time, piece.state(time))[name]

    low, high = piece.low, piece.high
    soon = low + 1e-12 * (high - low)
    return min(
        (brentq(margin, soon, high, (name,), xtol=1e-15 * high), name)
        if margin(soon, name) > 0.0
        else (soon, name)
        for name in crossed
    )


def _corrected(
    own: StepIntegrator, reason: str, piece: Piece, before: Floats, end: float
) -> list[Piece]:
    """Return the pieces from the beginning of an integrator's step to the end of the protocol's."""
    to_end = [piece]
    near = end - 1e-3 * (end - piece.low)
    last = near, own.margins(near, piece.state(near))[reason]
    for _ in range(8):
        to_end = list(own.pieces(piece.low, before, end))
        value = own.margins(end, to_end[-1].state(end))[reason]
        change = value * (end - last[0]) / (value - last[1]) if value != last[1] else 0.0
        if abs(change) <= _WITHIN * end or not piece.low < end - change < 2.0 * piece.high:
            break
        last = end, value
        end -= change
    return to_end
