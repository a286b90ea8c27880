"""Network of solids with the sources of a manufactured solution."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork


@dataclass(frozen=True)
class SourcedNetwork(SolidNetwork):
    """Network into which further currents enter, at the front and in the host.

    Attributes:
        at_front: (n,) ∫ G ψ of each vertex [F D c0].
        in_host: (count,) ∫ Q v of each unknown of the host [F D c0].
    """

    at_front: Floats
    in_host: Floats

    @classmethod
    def of(cls, network: SolidNetwork, at_front: Floats, in_host: Floats) -> Self:
        """Return a network with sources."""
        parts = {field.name: getattr(network, field.name) for field in fields(SolidNetwork)}
        return cls(**parts, at_front=at_front, in_host=in_host)

    def excess(self, unknowns: Floats, current: Floats) -> Floats:
        """Return the rows N y - Q (I + ∫ G ψ), less ∫ Q v in those of the host."""
        rows = super().excess(unknowns, current + self.at_front)
        return rows - np.append(np.zeros(self.vertices), self.in_host)

    def into_terminal(self, unknowns: Floats, current: Floats) -> float:
        """Return the current through the terminal less that of the sources."""
        whole = super().into_terminal(unknowns, current + self.at_front)
        return whole - float(self.at_front.sum() + self.in_host.sum())
