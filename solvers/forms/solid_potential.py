"""Unknowns of the electronic potential on one mesh, and their part in the rate laws.

Rate laws of the front see φ_s = E + w with w on the vertices of the front. w follows from the
unknowns y of its `SolidNetwork`. Arrays along the front are in the order of the outline, those of
forms by vertex dof; solids that resist are computed on one process.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import fem
from platefront.solvers.mesh.domain import Domain
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork


class SolidPotential:
    """Electronic potential of the solids next to one mesh of the electrolyte.

    Attributes:
        network: of the present front.
        unknowns: (size,) y [RT/F].
        rise: w by vertex dof, zero away from the front [RT/F].
    """

    def __init__(self, domain: Domain, network: SolidNetwork) -> None:
        """Begin with the potential of the electrode everywhere."""
        self.network = network
        self.unknowns: Floats = np.zeros(network.size)
        self.rise = fem.Function(domain.vertex_space)
        # between periodic walls vertices beside a cut have no dof of their own
        dofs = np.empty(int(domain.vertex_of_dof.max()) + 1, dtype=np.int64)
        dofs[domain.vertex_of_dof] = np.arange(len(domain.vertex_of_dof))
        self._dofs = dofs[: network.vertices]

    def connect(self, network: SolidNetwork) -> None:
        """Take the network of the front in another position; the unknowns stay."""
        self.network = network
        self._follow()

    def set(self, unknowns: Floats) -> None:
        """Set the unknowns y [RT/F]."""
        self.unknowns = unknowns.copy()
        self._follow()

    def on_outline(self, by_dof: Floats) -> Floats:
        """Return (n,) values of the outline from those of all vertex dofs."""
        return by_dof[self._dofs]

    def columns(self, matrix: Any) -> Any:
        """Return the columns of a SciPy matrix over vertex dofs that are those of the outline."""
        return matrix.tocsc()[:, self._dofs]

    def _follow(self) -> None:
        self.rise.x.array[self._dofs] = self.network.front_potential(self.unknowns)
