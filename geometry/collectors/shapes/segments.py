"""Circular segments on a plane: drops, seeds, nuclei."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats

_EQUAL = 1e-9  # relative tolerance for the equality of lengths
_FEWEST = 4  # chords on either side, so that flat segments do not become too high


@dataclass(frozen=True, slots=True)
class Segment:
    """Circular segment on the plane y = 0, approximated by a polygon of the same area.

    Attributes:
        radius: radius of the circle [µm].
        angle: contact angle between plane and circle inside the segment, at most 90° [rad].
        facets: chords per quarter circle.
    """

    radius: float
    angle: float
    facets: int

    @property
    def area(self) -> float:
        """Area of the segment and of its polygon [µm²]."""
        return 0.5 * self.radius**2 * (2.0 * self.angle - math.sin(2.0 * self.angle))

    @property
    def base(self) -> float:
        """Width of the polygon on the plane [µm], slightly larger than that of the segment."""
        return 2.0 * self._corner_radius * math.sin(self.angle)

    def points(self) -> Floats:
        """Return corners of the polygon about x = 0, from left to right, (n, 2) [µm]; n is odd."""
        around = np.linspace(-self.angle, self.angle, self._chords + 1)
        x = self._corner_radius * np.sin(around)
        y = self._corner_radius * (np.cos(around) - math.cos(self.angle))
        y[[0, -1]] = x[len(x) // 2] = 0.0
        return np.column_stack((x, y))

    def curve(self, middles: Floats, width: float) -> Floats:
        """Return plane and segments as a curve y(x) from x = 0 to `width`, (n, 2) [µm].

        Args:
            middles: (m,) centres of segments that do not touch, ascending; parts beyond the ends
                are cut off [µm].
            width: width of the section [µm].
        """
        moved = self.points() + np.column_stack((middles, np.zeros(len(middles))))[:, None]
        x, y = moved.reshape(-1, 2).T
        ends = np.array([0.0, width])
        at_ends = np.interp(ends, x, y, left=0.0, right=0.0)
        inside = (x > _EQUAL * width) & (x < (1.0 - _EQUAL) * width)
        return np.column_stack((np.insert(ends, 1, x[inside]), np.insert(at_ends, 1, y[inside])))

    @property
    def _chords(self) -> int:
        quarter = math.ceil(self.facets * self.angle / (0.5 * math.pi) - 1e-9)
        return 2 * max(quarter, _FEWEST)

    @property
    def _corner_radius(self) -> float:
        arc, chords = 2.0 * self.angle, self._chords
        true, drawn = arc - math.sin(arc), chords * math.sin(arc / chords) - math.sin(arc)
        return self.radius * math.sqrt(true / drawn)
