"""Metal that fills the pores of a manufactured host, by Heun's method as in every run.

The metal of a step is that of extrapolated currents, with which the fields are solved, then that of
the trapezoidal rule. Currents, volume per charge and state of the pores are those of the program;
the sources of the exact metal are added.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import fem
from platefront.solvers.parallel import OnRoot
from verification.manufactured.hosts.box_host import BoxHost


class FillingPores:
    """Metal in the pores of each triangle, and its growth."""

    def __init__(
        self, host: BoxHost, mesh: TriangleMesh, transport: Transport, source: fem.Form
    ) -> None:
        """Begin with empty pores.

        Args:
            host: with the exact metal.
            mesh: of the box.
            transport: of the fields.
            source: G by cell, bound to the mesh [µm²/s].
        """
        self._host, self._hosts, self._transport, self._source = host, host.hosts, transport, source
        self._filling = PoreFilling.none_on(mesh, self._hosts)
        self._inside = self._filling.region == 1
        self._rate: Floats = np.zeros(len(mesh.triangles))
        self._older: Floats = self._rate
        self._last_step: float | None = None

    @property
    def fills(self) -> bool:
        """True if the exact metal grows."""
        return self._host.grown != 0.0

    def set_exact(self, time: float) -> None:
        """Set the exact metal of a time [s]."""
        metal = self._host.metal(time, np) * self._inside
        self._filling = replace(self._filling, filled=metal)
        self._show(self._filling)

    def begin(self) -> None:
        """Take the growth from the present fields."""
        self._rate = self._growth()

    def predict(self, step: float) -> None:
        """Show the pores at the end of a step [s] with extrapolated growth."""
        slope = 0.0 if self._last_step is None else 0.5 * step**2 / self._last_step
        grown = step * self._rate + slope * (self._rate - self._older)
        self._show(replace(self._filling, filled=self._filling.filled + grown))

    def correct(self, step: float) -> None:
        """Take the metal of a step [s] by the trapezoidal rule with the present fields."""
        grown = 0.5 * step * (self._rate + self._growth())
        self._filling = replace(self._filling, filled=self._filling.filled + grown)
        self._show(self._filling)

    def accept(self, step: float) -> None:
        """Take the growth at the end of a step [s] from the present fields."""
        self._older, self._rate, self._last_step = self._rate, self._growth(), step

    def error(self, time: float) -> float:
        """Return the L2 norm of the error of s in the host at a time [s], lengths in µm."""
        off = (self._filling.filled - self._host.metal(time, np)) * self._inside
        return sqrt(float(self._filling.areas @ off**2))

    def _growth(self) -> Floats:
        """Return ds/dt [1/s] of each triangle."""
        made = fem.assemble_vector(self._source)
        at = self._transport.forms.cell_space.dofmap.list[:, 0]
        sources = self._transport.domain.gather_cells(made.array[at]).value
        empty = replace(self._filling, filled=sources / self._filling.areas)
        per_charge = self._host.deposit.volume_per_charge
        return empty.after(self._transport.pore_currents().value, per_charge).filled

    def _show(self, filling: PoreFilling) -> None:
        pores = filling.pores(self._hosts, counted=False)
        self._transport.set_pores(OnRoot(MPI.COMM_SELF, pores))
