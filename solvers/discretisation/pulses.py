"""Pulse-reverse plating: current distributions of both pulses, and their mean.

The electrolyte model is stationary, so each pulse is a steady state on the present front with its
own total current, and the front moves by the mean:

    i_mean = t_fwd i_fwd + t_rev i_rev,   t_fwd + t_rev = 1

The fields of the simulation are those of the forward pulse; the reverse pulse is solved in
addition.

The reverse pulse strips metal deposited by the forward pulse of the same period, even on a host
without net deposit. In the reverse pulse all surfaces therefore count as covered with metal;
stripping is limited by the available metal only in the mean that moves the front.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.initial_potential import (
    first_potentials,
    potential_solver,
)
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.forms.unknowns import POTENTIAL
from platefront.solvers.model.control.control import AveragedPulses
from platefront.solvers.model.voltage.first_potential import FirstMoment
from platefront.solvers.newton.chord_newton import ChordNewton
from platefront.solvers.newton.convergence import FROM_AFAR
from platefront.solvers.newton.factor_memory import newton_memory, recall_newton
from platefront.solvers.parallel import OnRoot

_PLENTY = 1e9
"""Depth of metal that no pulse exhausts [µm]."""


@dataclass(slots=True)
class _Binding:
    """Reverse pulse on one mesh.

    Attributes:
        transport: forward pulse on it.
        newton: solver of the potential.
        unknown: last solution, or the initial guess.
        solids: the same of solids that resist; None where they conduct perfectly.
    """

    transport: Transport
    newton: ChordNewton
    unknown: Floats
    solids: Floats | None


class ReversePulse:
    """Reverse pulse of a simulation: its fields, electrode potential and currents.

    It is bound to the current mesh; its last solution is the initial guess of the next one.
    """

    def __init__(self, pulses: AveragedPulses, footprint: float, first: FirstMoment) -> None:
        """Store the parameters.

        Args:
            pulses: currents and shares of the period.
            footprint: width of the electrode [m].
            first: potentials of the cell in series, the initial guess on every mesh.
        """
        self._pulses = pulses
        self._footprint = footprint
        self._bound: _Binding | None = None
        self._first = first
        self._electrode = 0.0

    @property
    def electrode_potential(self) -> float | None:
        """Electrode potential φ_s in the reverse pulse [V]; None before the first one."""
        if self._bound is None:
            return None
        return self._electrode * self._bound.transport.scales.potential

    def mean_currents(self, transport: Transport) -> Mapping[int, OnRoot[Floats]]:
        """Return the mean current over a period of each marked boundary, as `Transport.currents`.

        Args:
            transport: contains the solved forward pulse, restored on return.

        Raises:
            NotConvergedError: the reverse pulse could not be solved.
        """
        forward = transport.currents()
        if self._pulses.reverse_share == 0.0:
            return forward
        reverse = self._currents(self._binding_to(transport))
        return {mark: self._mean(part, reverse[mark]) for mark, part in forward.items()}

    def mean_conductance(self, transport: Transport) -> OnRoot[Floats]:
        """Return the mean conductance over a period, as `Transport.conductance`.

        Args:
            transport: contains the solved forward pulse, restored on return.
        """
        forward = transport.conductance()
        if self._pulses.reverse_share == 0.0:
            return forward
        with self._in_place(self._binding_to(transport)):
            reverse = transport.conductance()
        return self._mean(forward, reverse)

    def memory(self) -> dict[str, Any] | None:
        """Return what a checkpoint keeps of it on the present mesh; None before the first pulse."""
        if self._bound is None:
            return None
        unknown, newton = self._bound.unknown.copy(), newton_memory(self._bound.newton)
        return {
            "unknown": unknown,
            "electrode": self._electrode,
            "newton": newton,
            "solids": self._bound.solids,
        }

    def recall(self, memory: dict[str, Any] | None, transport: Transport) -> None:
        """Go on with the pulse of a checkpoint on the same mesh."""
        if memory is None:
            return
        bound = self._binding_to(transport)
        bound.unknown, self._electrode = memory["unknown"], memory["electrode"]
        bound.solids = memory["solids"]
        with self._in_place(bound):
            recall_newton(bound.newton, memory["newton"])

    def _mean(self, forward: OnRoot[Floats], reverse: OnRoot[Floats]) -> OnRoot[Floats]:
        shares = self._pulses.forward_share, self._pulses.reverse_share
        return forward.map(lambda part: shares[0] * part + shares[1] * reverse.value)

    def _binding_to(self, transport: Transport) -> _Binding:
        """Bind to a new mesh, with the initial guess."""
        if self._bound is not None and self._bound.transport is transport:
            return self._bound
        if self._bound is not None:
            self._bound.newton.destroy()
        newton = potential_solver(transport)
        unknown = transport.forms.unknown.x.array.copy()
        transport.forms.unknowns.of(POTENTIAL, unknown)[:] = first_potentials(
            transport, self._first
        )
        self._electrode = self._first.electrode / transport.scales.potential
        solids = transport.forms.solids
        in_solids = None if solids is None else np.zeros(solids.network.size)
        self._bound = _Binding(transport, newton, unknown, in_solids)
        return self._bound

    def _currents(self, bound: _Binding) -> Mapping[int, OnRoot[Floats]]:
        with self._in_place(bound):
            bound.newton.solve(None, FROM_AFAR)
            forms = bound.transport.forms
            bound.unknown = forms.unknown.x.array.copy()
            if forms.solids is not None:
                bound.solids = forms.solids.unknowns.copy()
            self._electrode = float(forms.constants["electrode"].value)
            return bound.transport.currents()

    @contextmanager
    def _in_place(self, bound: _Binding) -> Iterator[None]:
        """Substitute the reverse pulse in the forms; restore the forward pulse on exit."""
        transport, forms = bound.transport, bound.transport.forms
        electrode, current = forms.constants["electrode"], forms.constants["current"]
        kept = electrode.value.copy(), current.value.copy()
        unknown, bare = forms.unknown.x.array.copy(), forms.bare.x.array.copy()
        metal = forms.metal.x.array.copy()
        in_solids = None if forms.solids is None else forms.solids.unknowns.copy()
        reverse = self._pulses.reverse_current_density * self._footprint
        electrode.value, current.value = self._electrode, reverse / transport.scales.current
        forms.unknown.x.array[:] = bound.unknown
        forms.bare.x.array[:] = 0.0
        forms.metal.x.array[:] = _PLENTY
        if forms.solids is not None and bound.solids is not None:
            forms.solids.set(bound.solids)
        try:
            yield
        finally:
            electrode.value, current.value = kept
            forms.unknown.x.array[:] = unknown
            forms.bare.x.array[:] = bare
            forms.metal.x.array[:] = metal
            if forms.solids is not None and in_solids is not None:
                forms.solids.set(in_solids)
