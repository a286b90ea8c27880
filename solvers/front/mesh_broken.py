"""Error of a mesh that cannot follow the front."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platefront.solvers.parallel import OnRoot


class MeshBrokenError(Exception):
    """The mesh cannot follow the front any further; remeshing may help.

    Attributes:
        beside: (n,) True for vertices of the outline at triangles that are broken; None unless
            triangles are.
    """

    def __init__(self, reason: str, beside: OnRoot[NDArray[np.bool_]] | None = None) -> None:
        """Give the reason, and the vertices at broken triangles if there are any."""
        super().__init__(reason)
        self.beside = beside
