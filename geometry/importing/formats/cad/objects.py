"""Common terms of the CAD reader: limits, traced objects, objects that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.rings import FARTHEST

MOST_OBJECTS = 200_000
"""Largest number of objects of a drawing, those of every block reference counted."""

MOST_POINTS = 5_000_000
"""Largest number of points of all polylines of a drawing."""

DEEPEST = 32
"""Largest depth of blocks within blocks."""

CURVES = 0.2
"""Largest deviation of polylines from curves, in tolerances: chords take area from one side."""

_COINCIDENT = 1e-9  # ends this close, relative to the extent, are the same point


@dataclass(frozen=True, slots=True)
class Traced:
    """Polylines of an object, in the coordinates of its block.

    Attributes:
        lines: (n, 3) polylines; closed ones repeat their first point.
        filled: whether the object is an area by itself, not an outline.
        remark: assumption made for this object, for the user; empty if there is none.
    """

    lines: tuple[Floats, ...]
    filled: bool = False
    remark: str = ""


class UnreadableObject(Exception):  # noqa: N818 - the object is at fault, the drawing is read on
    """An object gives no polyline; the text is the reason."""


@contextmanager
def stumbling() -> Iterator[None]:
    """Turn whatever ezdxf raises for a damaged object into `UnreadableObject`."""
    try:
        yield
    except UnreadableObject:
        raise
    except Exception as error:
        # ezdxf raises errors of many types, also plain AttributeError, for damaged content
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableObject(f"it cannot be read ({reason[:200]})") from None


def check_within_reach(points: Floats, tolerance: float) -> None:
    """Refuse coordinates that are no numbers, or too large to be rounded to the tolerance.

    Raises:
        UnreadableObject: there is such a coordinate.
    """
    if not np.isfinite(points).all():
        raise UnreadableObject("a coordinate is not a finite number")
    largest = float(np.abs(points).max(initial=0.0))
    if largest > FARTHEST * tolerance:
        raise UnreadableObject(
            f"a coordinate of {largest:.4g} is beyond the largest, {FARTHEST * tolerance:.4g}"
        )


def is_closed(points: Floats) -> bool:
    """Return whether a polyline ends where it begins."""
    if len(points) < 3:
        return False
    extent = float(np.ptp(points, axis=0).max())
    away = float(np.abs(points[-1] - points[0]).max())
    return away <= max(_COINCIDENT * extent, 1e-15 * float(np.abs(points).max()))
