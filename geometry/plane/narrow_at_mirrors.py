"""Narrow pieces beside symmetry planes, which are no solids: a gap is as wide as with its image.

A disc that rests on a corner and on a plane as if this were a solid leaves a wedge between them
that points away from the gap, and filled with metal it is a needle on the plane. A disc twice as
wide, with its centre on the plane, leaves a valley.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.plane.offsets import opening
from platefront.geometry.plane.polygons import polygons_of

_ON_MIRROR = 1e-9
"""Distance within which a piece touches a mirror [µm]."""
_AROUND = 4.0
"""Reach of the surroundings of a piece, in gaps."""
_SPECK = 1e-3
"""Area in gaps squared below which what is left of a piece is round-off."""


def narrow_with_images(
    pieces: Sequence[shapely.Polygon],
    electrolyte: BaseGeometry,
    gap: float,
    mirrors: tuple[float, float],
) -> list[shapely.Polygon]:
    """Return pieces of which those on a mirror are cut down to what is narrow with its image.

    Args:
        pieces: parts of the electrolyte narrower than `gap` [µm].
        electrolyte: between the mirrors [µm].
        gap: largest width of narrow parts; beside a mirror it is that of a part and its image in
            half [µm].
        mirrors: x of the symmetry planes [µm].
    """
    kept = list(pieces)
    for mirror in mirrors:
        bounds = [piece.bounds for piece in kept]
        touch = [abs(b[0 if mirror == mirrors[0] else 2] - mirror) < _ON_MIRROR for b in bounds]
        if not any(touch):
            continue
        narrow = _narrow_around(
            [piece for piece, on in zip(kept, touch, strict=True) if on], electrolyte, gap, mirror
        )
        cut = []
        for piece, on in zip(kept, touch, strict=True):
            parts = polygons_of(piece.intersection(narrow)) if on else [piece]
            cut += [part for part in parts if not on or part.area > _SPECK * gap**2]
        kept = cut
    return kept


def _narrow_around(
    pieces: Sequence[shapely.Polygon], electrolyte: BaseGeometry, gap: float, mirror: float
) -> BaseGeometry:
    """Return what is narrower than two gaps of the electrolyte around pieces, with its image."""
    reach = _AROUND * gap
    left, low, right, high = shapely.bounds(np.array(pieces, dtype=object)).T
    view = shapely.union_all(shapely.box(left - reach, low - reach, right + reach, high + reach))
    here = electrolyte.intersection(view)
    whole = shapely.union_all([here, affinity.scale(here, xfact=-1.0, origin=(mirror, 0.0))])
    return whole.difference(opening(whole, gap, swell=1.02).wide)
