"""Points, lines and surfaces that the mesh generator is given."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from platefront.geometry.arrays import Floats, Integers


@dataclass(frozen=True, slots=True)
class Plan:
    """Points, lines and surfaces.

    Line j goes from point j to point `ends[j]`. Vertices and edges of the outline come first. The
    points after those of lines are images of vertices across a cut: they are not meshed, but the
    mesh size beside them is the same as on the other side.

    Attributes:
        points: (m + k, 2) in the plane [µm].
        ends: (m,) end point of each line.
        twin: (m + k,) vertex of the outline that each point is; that of points which divide lines
            is the first of those that coincide on the cylinder.
        surfaces: lines of the rings of each surface, the outer ring first.
        banks: (c, 2) lines on both sides of a cut; the second one is the first one reversed and
            shifted by periods.
        divided: (d, 2) lines that are the rest of an edge of the outline, and this edge.
        nodes: (p, 2) points within surfaces [µm].
        inner: (q, 3) first and last point of lines within a surface, and its number; node k is
            point -1 - k.
    """

    points: Floats
    ends: Integers
    twin: Integers
    surfaces: tuple[tuple[Integers, ...], ...]
    banks: Integers
    divided: Integers = field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))
    nodes: Floats = field(default_factory=lambda: np.empty((0, 2)))
    inner: Integers = field(default_factory=lambda: np.empty((0, 3), dtype=np.int64))
