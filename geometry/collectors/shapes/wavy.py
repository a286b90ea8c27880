"""Wavy filaments in the plane of the section: a cosine and its parallel curves.

The centre line of a yarn is z = A cos(π x/p), which passes over a crossing yarn at x = 0 and
under the next one at x = p. It extends from x = -l to p + l, with the same slope at both ends:
every parallel curve then has exactly the same length, because ∫κ ds = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.integrate import quad

from platefront.geometry.arrays import Floats

_SAMPLES = 72
_CAP_SIDES = 16


@dataclass(frozen=True, slots=True)
class Wave:
    """Centre line of a yarn over one period of crossings, all lengths in µm.

    Attributes:
        amplitude: amplitude A.
        pitch: distance p between the crossing yarns.
        overhang: extension l beyond the centres of both crossings, less than p/2.
    """

    amplitude: float
    pitch: float
    overhang: float

    @property
    def length(self) -> float:
        """Length of the centre line and of each of its parallel curves [µm]."""
        steepness = self.amplitude * math.pi / self.pitch
        length, _ = quad(
            lambda x: math.hypot(1.0, steepness * math.sin(math.pi * x / self.pitch)),
            -self.overhang,
            self.pitch + self.overhang,
            epsabs=1e-12,
            epsrel=1e-12,
        )
        return float(length)

    @property
    def tightest_radius(self) -> float:
        """Radius of curvature at a crossing, the smallest [µm]."""
        return self.pitch**2 / (math.pi**2 * max(self.amplitude, 1e-12))

    @property
    def steepest_angle(self) -> float:
        """Angle to the x axis midway between crossings, the largest [rad]."""
        return math.atan(self.amplitude * math.pi / self.pitch)

    def filament(self, offset: float, radius: float) -> shapely.Polygon:
        """Return a filament with round ends about a parallel curve of the centre line.

        Args:
            offset: distance of the parallel curve above the centre line, smaller than the radius
                of curvature less `radius` [µm].
            radius: radius of the filament [µm].

        Returns:
            A polygon of area 2 radius · length + π radius², exactly.
        """
        area = 2.0 * radius * self.length + math.pi * radius**2
        drawn = radius
        outline = self._band(offset, drawn)
        for _ in range(4):  # Newton's method: the derivative of the area is the perimeter
            drawn += (area - outline.area) / outline.length
            outline = self._band(offset, drawn)
        return outline

    def _band(self, offset: float, radius: float) -> shapely.Polygon:
        """Return both sides of the filament, joined by half circles."""
        x = np.linspace(-self.overhang, self.pitch + self.overhang, _SAMPLES + 1)
        z = self.amplitude * np.cos(math.pi * x / self.pitch)
        slope = -self.amplitude * math.pi / self.pitch * np.sin(math.pi * x / self.pitch)
        normal = np.column_stack([-slope, np.ones_like(x)]) / np.hypot(1.0, slope)[:, None]
        middle = np.column_stack([x, z]) + offset * normal
        above, below = middle + radius * normal, middle - radius * normal
        right = _half_circle(middle[-1], normal[-1], radius)
        left = _half_circle(middle[0], -normal[0], radius)
        return shapely.Polygon(np.concatenate([below, right[::-1], above[::-1], left[::-1]]))


def _half_circle(centre: Floats, normal: Floats, radius: float) -> Floats:
    """Return points between the ends of a half circle from `normal`, clockwise."""
    angle = math.pi * np.arange(1, _CAP_SIDES)[:, None] / _CAP_SIDES
    ahead = np.array([normal[1], -normal[0]])
    return np.asarray(centre + radius * (np.cos(angle) * normal + np.sin(angle) * ahead))
