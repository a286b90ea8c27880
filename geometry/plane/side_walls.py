"""Side walls of a section: mirror images or periodic images beyond them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats


@dataclass(frozen=True, slots=True)
class SideWalls:
    """The side walls x = 0 and x = `width` [µm].

    Attributes:
        width: of the section [µm].
        periodic: True for periodic walls, False for symmetry planes.
    """

    width: float
    periodic: bool = False

    def images(self, parts: NDArray[np.object_], reach: float) -> list[BaseGeometry]:
        """Return the images of shapes beyond the walls within `reach` of them [µm].

        Mirror images are those of shapes within `reach` of a mirror; shapes are not cut.
        """
        left, _, right, _ = shapely.bounds(parts).T
        if not self.periodic:
            return [
                affinity.scale(part, xfact=-1.0, origin=(wall, 0.0))
                for wall, close in ((0.0, left < reach), (self.width, right > self.width - reach))
                for part in parts[close]
            ]
        most = math.ceil(reach / self.width) + 1
        return [
            affinity.translate(part, xoff=turn * self.width)
            for turn in range(-most, most + 1)
            for part in parts[
                (turn != 0)
                & (right + turn * self.width > -reach)
                & (left + turn * self.width < self.width + reach)
            ]
        ]

    def image_of(self, points: Floats, beyond: int) -> Floats:
        """Return the images of points (n, 2) beyond the left (-1) or the right wall (1) [µm]."""
        if self.periodic:
            return points + np.array([beyond * self.width, 0.0])
        wall = 0.0 if beyond < 0 else self.width
        return points * [-1.0, 1.0] + np.array([2.0 * wall, 0.0])
