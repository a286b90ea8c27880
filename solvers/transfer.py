"""Carry the fields from one mesh to the next without losing salt."""

from __future__ import annotations

import numpy as np
from dolfinx import fem

from solvers.transport import Transport


def carry_over(old: Transport, new: Transport, total: float, reach: float) -> float:
    """Interpolate (c, φ) onto the new mesh, then restore the salt content exactly.

    Interpolation is accurate to the order of the elements but conserves the content only to
    that accuracy; the small common factor that restores it is returned so that it can be booked.

    Args:
        old: fields on the moved mesh.
        new: fields on the fresh mesh, to be filled.
        total: salt content the new fields must have, in c0 L².
        reach: how far outside the old mesh a new vertex may lie [µm].

    Returns:
        The factor minus one.
    """
    cells = np.arange(new.domain.mesh.topology.index_map(2).size_local, dtype=np.int32)
    data = fem.create_interpolation_data(new.forms.space, old.forms.space, cells, padding=reach)
    unknown = new.forms.unknown
    unknown.interpolate_nonmatching(old.forms.unknown, cells, data)
    unknown.x.scatter_forward()
    _fill_missed(unknown)
    content = new.level(0.0, 0.0).total
    unknown.x.array[::2] *= total / content
    return total / content - 1.0


def _fill_missed(unknown: fem.Function) -> None:
    """Vertices that no old cell was near enough to get the mean state instead of zeros."""
    c = unknown.x.array[::2]
    missed = c <= 0.0
    if missed.any():
        c[missed] = c[~missed].mean()
        unknown.x.array[1::2][missed] = unknown.x.array[1::2][~missed].mean()
