"""Checks of traced solids against image edges and for closed pores."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.images.grey_image import GreyImage
from platefront.geometry.plane.polygons import polygons_of

_ALL = 0.9
"""Fraction of closed pore area from which the traced metal is refused."""


def check_places(
    image: GreyImage, solids: BaseGeometry, *, suspended: bool, open_top: bool
) -> list[str]:
    """Refuse solids that the image cuts off, unless meant so, or that block ion transport.

    Args:
        image: the image, for messages.
        solids: collector and lithium [pixels], y upwards from the image's lower edge.
        suspended: whether there is electrolyte between solids and floor.
        open_top: whether the image must show the solids up to their top.

    Returns:
        Notes on edges of the image that cut solids flat.

    Raises:
        DrawingError: there is such a place; the first one is stated.
    """
    rows, columns = image.levels.shape
    notes = []
    for name, y, counts in (("upper", float(rows), True), ("lower", 0.0, suspended)):
        meeting = solids.intersection(shapely.LineString([(0.0, y), (columns, y)]))
        if not counts or meeting.length == 0.0:
            continue
        start, _, end, _ = max(shapely.get_parts(meeting), key=lambda part: part.length).bounds
        where = f"from column {image.left + int(start)} to {image.left + int(end)}"
        if name == "upper" and open_top:
            raise DrawingError(
                image.file,
                f"what counts as metal is cut off by the upper edge of the image, {where}: a "
                f"collector that goes on there, or a label or scale bar? To leave it out, use "
                f"crop; to cut the metal flat there, give head_gap, the electrolyte above it",
                image.place(start, min(rows - y, rows - 1)),
            )
        notes.append(
            f"the {name} edge of the image cuts metal flat, {where} and "
            f"{meeting.length:.4g} pixels in all; electrolyte begins there"
        )
    _check_open(image, solids, suspended=suspended)
    return notes


def _check_open(image: GreyImage, solids: BaseGeometry, *, suspended: bool) -> None:
    """Refuse metal with nearly all pores closed to its top."""
    pores, reaching, through = _pores(image, solids)
    total = float(shapely.area(pores).sum())
    if suspended and not through.any():
        raise DrawingError(
            image.file,
            "the metal closes the section from one side wall to the other, so that the electrolyte "
            "below it is cut off from the counter electrode: check threshold and blur, or leave "
            "floor_gap out if the collector is a plate with a back",
        )
    if total > 0.0 and float(shapely.area(pores[reaching]).sum()) < (1.0 - _ALL) * total:
        raise DrawingError(
            image.file,
            f"the metal cuts off {100 * (1 - shapely.area(pores[reaching]).sum() / total):.3g} % "
            f"of the pores from the counter electrode: check threshold and blur",
        )


def told_closed_pores(image: GreyImage, solids: BaseGeometry, pixel: float) -> list[str]:
    """Return a note on pores without path to the counter electrode, `pixel` in µm."""
    pores, reaching, _ = _pores(image, solids)
    closed = shapely.area(pores[~reaching])
    if not len(closed):
        return []
    return [
        f"closed pores: {len(closed)}, {pixel**2 * closed.sum():.4g} µm² in all, without "
        f"connection to the counter electrode"
    ]


def _pores(
    image: GreyImage, solids: BaseGeometry
) -> tuple[NDArray[np.object_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return pores between bottom and top of the solids, and masks: open to top, percolating."""
    _, low, _, high = solids.bounds
    span = shapely.box(0.0, low, image.levels.shape[1], high)
    pores = np.array(polygons_of(span.difference(solids)), dtype=object)
    _, bottom, _, top = shapely.bounds(pores).T if len(pores) else np.empty((4, 0))
    reaching = top == high
    return pores, reaching, reaching & (bottom == low)
