"""Unknowns of the fields by name, and their places in vectors of degrees of freedom.

All unknowns have the same nodes; a vector holds those of one node after another.
"""

from __future__ import annotations

from typing import Any

from platefront.geometry.arrays import Floats, Integers

type Unknown = int
"""Unknown field, by its component in the element and in the equations."""

NAMES = ("concentration", "potential")
CONCENTRATION, POTENTIAL = range(len(NAMES))
COUNT = len(NAMES)
"""Unknowns of a node."""


def of(unknown: Unknown, values: Any) -> Floats:
    """Return the view of one unknown in a vector of all, by node."""
    part: Floats = values[unknown::COUNT]
    return part


def by_node(values: Floats) -> Floats:
    """Return the view of a vector as (nodes, unknowns)."""
    return values.reshape(-1, COUNT)


def rows(unknown: Unknown, nodes: Integers) -> Integers:
    """Return the places of one unknown at nodes in a vector of all."""
    return COUNT * nodes + unknown


def owned_size(space: Any) -> int:
    """Return the length of the part of a vector that this process owns.

    Args:
        space: function space of all unknowns.
    """
    return COUNT * int(space.dofmap.index_map.size_local)
