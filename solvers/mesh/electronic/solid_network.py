"""Network of front, deposit and host, from the front to the terminal.

The deposit is a shell on host and terminal: vertex j of the front stands at the height δ_j above
the nearest point of them, whose potential is (T h)_j. The drop between both, and the current along
the shell, are

    v_j = w_j - (T h)_j = R_j (I - S w)_j,    R_j = r_c/l_c + δ_j/(σ_d l_m),
    S = Dᵀ diag(σ_d δ/l) D,   D the differences along the edges of the front,

with the current I_j = ∫ i_n ψ_j of the rate laws and w = φ_s - E on the front. l_m is the mean of
the lengths that belong to vertex j on the front and at the foot of the shell, l_c the latter. Where
there is no deposit R and S vanish and w is the potential of the host. The nodes of the host satisfy
K h = Tᵀ(I - S w).

The unknowns y = (v, h) are drops and host potentials, w = P y: where the deposit conducts much
better than the host, its small drops are not lost in w. The row of v_j is multiplied by R_j.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.mesh.electronic.host_network import HostNetwork


@dataclass(frozen=True, slots=True)
class DissipatedPower:
    """Power that solids dissipate, by place [F D c0 RT/F]."""

    host: float
    deposit: float
    contact: float


@dataclass(frozen=True)
class SolidNetwork:
    """Network of one front.

    Attributes:
        host: host that resists; None for a perfect conductor.
        trace: (n, count) T, from the unknowns of the host to the feet of the front's vertices.
        within: (n,) R by the deposit, δ/(σ l) [RT/F per F D c0].
        contact: (n,) R by the contact.
        ends: (k, 2) vertices of the edges along which the shell conducts.
        conductance: (k,) σ δ/l of each [F D c0 per RT/F].
    """

    host: HostNetwork | None
    trace: sp.csr_matrix
    within: Floats
    contact: Floats
    ends: Integers
    conductance: Floats

    @property
    def vertices(self) -> int:
        """Number n of vertices of the front's outline."""
        return len(self.within)

    @property
    def size(self) -> int:
        """Number of unknowns y."""
        return int(sum(self.trace.shape))

    @property
    def resistance(self) -> Floats:
        """(n,) R."""
        return self.within + self.contact

    def placement(self) -> sp.csr_matrix:
        """Return the (n, size) matrix P of w = P y."""
        return sp.csr_matrix(sp.hstack((sp.identity(self.vertices), self.trace)))

    def intake(self) -> sp.csr_matrix:
        """Return the (size, n) matrix Q of what the currents of the front add to the rows."""
        return sp.csr_matrix(sp.vstack((sp.diags(self.resistance), self.trace.T)))

    def stiffness(self) -> sp.csr_matrix:
        """Return the (size, size) matrix N of the rows N y - Q I = 0."""
        count, trace = self.vertices, self.trace
        edge = np.tile(np.arange(len(self.ends)), 2)
        sign = np.repeat((1.0, -1.0), len(self.ends))
        differences = sp.csr_matrix(
            (sign, (edge, self.ends.T.ravel())), shape=(len(self.ends), count)
        )
        along = differences.T @ sp.diags(self.conductance) @ differences @ self.placement()
        through = sp.diags(self.resistance) @ along + sp.eye(count, self.size)
        below = trace.T @ along
        if self.host is not None:
            nothing = sp.csr_matrix((self.host.count, count))
            below = below + sp.hstack((nothing, self.host.stiffness()))
        return sp.csr_matrix(sp.vstack((through, below)))

    def front_potential(self, unknowns: Floats) -> Floats:
        """Return w (n,) on the front, φ_s less the electrode potential [RT/F]."""
        drop, below = self._split(unknowns)
        return np.asarray(drop + self.trace @ below)

    def excess(self, unknowns: Floats, current: Floats) -> Floats:
        """Return the (size,) rows N y - Q I, as sums of currents of edges.

        Args:
            unknowns: (size,) y [RT/F].
            current: (n,) I [F D c0].
        """
        drop, below = self._split(unknowns)
        left = self._along(unknowns) - current
        host = self.trace.T @ left
        if self.host is not None:
            host = host + self.host.drained(below)[0]
        return np.concatenate((drop + self.resistance * left, host))

    def into_terminal(self, unknowns: Floats, current: Floats) -> float:
        """Return the current through the terminal, from the potentials in the solids [F D c0].

        Args:
            unknowns: (size,) y [RT/F].
            current: (n,) I, which reaches a foot without resistance as it is [F D c0].
        """
        drop, below = self._split(unknowns)
        left = current - self._along(unknowns)
        through = np.divide(drop, self.resistance, out=left, where=self.resistance > 0.0)
        at_terminal = 1.0 - np.asarray(self.trace.sum(axis=1)).ravel()
        total = float(at_terminal @ through)
        return total if self.host is None else total + self.host.drained(below)[1]

    def host_potential(self, unknowns: Floats) -> Floats:
        """Return φ_s less that of the terminal at the nodes of the host's mesh [RT/F]."""
        if self.host is None:
            return np.empty(0)
        return self.host.at_nodes(self._split(unknowns)[1])

    def foot_potential(self, unknowns: Floats) -> Floats:
        """Return the same (n,) of the deposit where it meets host or terminal [RT/F]."""
        drop, below = self._split(unknowns)
        share = np.divide(
            self.contact,
            self.resistance,
            out=np.zeros(self.vertices),
            where=self.resistance > 0.0,
        )
        return np.asarray(share * drop + self.trace @ below)

    def dissipated(self, unknowns: Floats) -> DissipatedPower:
        """Return the power that host, deposit and contact dissipate.

        Args:
            unknowns: (size,) y [RT/F].
        """
        drop, below = self._split(unknowns)
        front = self.front_potential(unknowns)
        squares = np.divide(
            drop,
            self.resistance,
            out=np.zeros(self.vertices),
            where=self.resistance > 0.0,
        )
        along = self.conductance * (front[self.ends[:, 0]] - front[self.ends[:, 1]]) ** 2
        return DissipatedPower(
            host=0.0 if self.host is None else self.host.dissipated(below),
            deposit=float((self.within * squares**2).sum() + along.sum()),
            contact=float((self.contact * squares**2).sum()),
        )

    def _split(self, unknowns: Floats) -> tuple[Floats, Floats]:
        return unknowns[: self.vertices], unknowns[self.vertices :]

    def _along(self, unknowns: Floats) -> Floats:
        """(n,) currents S w that leave the vertices along the shell."""
        front = self.front_potential(unknowns)
        one, other = self.ends.T
        flow = self.conductance * (front[one] - front[other])
        out = np.bincount(one, flow, self.vertices) - np.bincount(other, flow, self.vertices)
        return np.asarray(out)
