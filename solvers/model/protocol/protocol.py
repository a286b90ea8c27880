"""Protocol of a run: a list of steps, each with a control and its ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from platefront.solvers.model.control import Control
from platefront.solvers.model.landings import Landings
from platefront.solvers.model.stopping.settings import StopSettings


@dataclass(frozen=True, slots=True)
class ProtocolStep:
    """Step of a protocol.

    Attributes:
        control: control of the cell.
        stop: criteria that end the step, with times and capacities from its start.
        must_hit: output times and capacities from its start, met exactly by time steps.
        number: in the list of steps, from 1; the same in every cycle.
        cycle: from 1.
    """

    control: Control
    stop: StopSettings
    must_hit: Landings = field(default_factory=Landings)
    number: int = 1
    cycle: int = 1

    @property
    def last_time(self) -> float | None:
        """Time from its start after which it ends at the latest [s]; None if that is unknown."""
        times = (self.stop.last_time, self.control.own_duration)
        return min((time for time in times if time is not None), default=None)

    @property
    def landings(self) -> Landings:
        """Times and capacities from its start that time steps end at."""
        return self.must_hit.joined(self.last_time, self.stop.last_capacity)

    def begun(self, potential: float | None) -> ProtocolStep:
        """Return the step as it begins, at the electrode potential [V] before it."""
        return replace(self, control=self.control.begun(potential))


@dataclass(frozen=True, slots=True)
class Protocol:
    """Steps of a run, in the order in which they are carried out.

    Attributes:
        steps: all of them, those of repeated cycles one by one.
    """

    steps: tuple[ProtocolStep, ...]

    @classmethod
    def single(
        cls, control: Control, stop: StopSettings, must_hit: Landings | None = None
    ) -> Protocol:
        """Return the protocol of one step."""
        return cls((ProtocolStep(control, stop, must_hit or Landings()),))

    @property
    def only(self) -> ProtocolStep | None:
        """The step of a protocol that has only one; None for others."""
        return self.steps[0] if len(self.steps) == 1 else None

    @property
    def controls(self) -> Iterator[Control]:
        """Control of each step."""
        return (step.control for step in self.steps)

    @property
    def first(self) -> Control:
        """Control of the first step."""
        return self.steps[0].control

    @property
    def cycles(self) -> int:
        """Number of cycles."""
        return self.steps[-1].cycle

    @property
    def gives_current(self) -> bool:
        """True if a step has a given current, so that the electrode potential is an unknown."""
        return any(control.gives_current for control in self.controls)

    @property
    def gives_overpotentials(self) -> bool:
        """True if surfaces have given overpotentials, in all steps or in none."""
        return self.first.gives_overpotentials

    @property
    def largest_current(self) -> float:
        """Largest given current density, without sign [A/m²]; zero without any."""
        return max(control.largest_current for control in self.controls)
