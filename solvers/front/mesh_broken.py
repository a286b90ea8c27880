"""Error of a mesh that cannot follow the front."""

from __future__ import annotations


class MeshBrokenError(Exception):
    """The mesh cannot follow the front any further; remeshing may help."""
