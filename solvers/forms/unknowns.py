"""Unknowns of the fields by name, and their places in vectors of degrees of freedom.

All unknowns have the same nodes; a vector holds those of one node after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from platefront.geometry.arrays import Floats, Integers

type Unknown = int
"""Unknown field, by its component in the element and in the equations."""

CONCENTRATION, POTENTIAL, MATRIX = range(3)
"""c, φ and, of porous hosts whose matrix has a resistance, its potential against the electrode."""


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Places of the unknowns of all nodes.

    Attributes:
        count: unknowns of a node, two or, with that of a matrix, three.
    """

    count: int = 2

    @property
    def potentials(self) -> tuple[Unknown, ...]:
        """All that are potentials."""
        return (POTENTIAL, MATRIX)[: self.count - 1]

    def nodes(self, values: Any) -> int:
        """Return the number of nodes of a vector of all."""
        return len(values) // self.count

    def of(self, unknown: Unknown, values: Any) -> Floats:
        """Return the view of one unknown in a vector of all, by node."""
        part: Floats = values[unknown :: self.count]
        return part

    def by_node(self, values: Floats) -> Floats:
        """Return the view of a vector as (nodes, unknowns)."""
        return values.reshape(-1, self.count)

    def rows(self, unknown: Unknown, nodes: Integers) -> Integers:
        """Return the places of one unknown at nodes in a vector of all."""
        return self.count * nodes + unknown

    def owned_size(self, space: Any) -> int:
        """Return the length of the part of a vector that this process owns.

        Args:
            space: function space of all unknowns.
        """
        return self.count * int(space.dofmap.index_map.size_local)
