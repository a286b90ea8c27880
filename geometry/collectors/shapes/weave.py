"""Yarns of a plain weave in a plane section at an angle to them.

Warp yarns run along b at a = k p, weft yarns along a at b = j p (p the pitch). They pass over and
under each other, level at the crossings, with a parabolic lens of width w and height h as
cross-section:

    warp k:  z = (-1)^k A f(b/p) ± (h/2) e((a - k p)/w),    |a - k p| ≤ w/2
    weft j:  z = -(-1)^j A f(a/p) ± (h/2) e((b - j p)/w),   |b - j p| ≤ w/2
    f(u) = tanh(m cos πu) / tanh m,  m = 2.5;    e(u) = 1 - 4u²

With A ≥ h/2 and w ≤ p no two yarns overlap, because f(u) ≥ cos πu and f(u) ≥ e(u) for |u| ≤ 1/2.
The plane of the section contains the z axis and cuts the weave at an angle θ to the weft, through
a crossing of two yarns:  a = s cos θ, b = s sin θ. In a section along a weft yarn (θ = 0) the yarn
would be a continuous band that separates the pores below from the counter electrode, to which they
are connected in three dimensions: hence the angle. At 45° (the bias) each crossing is a stack of a
warp on a weft lens, with open pores between stacks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import affinity

from platefront.geometry.arrays import Floats

_SAMPLES = 65
_FLATNESS = 2.5  # m


@dataclass(frozen=True, slots=True)
class PlainWeave:
    """Plain weave and plane of the section.

    Attributes:
        pitch: distance between parallel yarns p [µm].
        yarn_width, yarn_height: size of a yarn's lens, w ≤ p and h [µm].
        thickness: thickness of the weave, 2 A + h ≥ 2 h [µm].
        angle: θ between plane and weft [rad], between 0 and π/2 exclusively.
    """

    pitch: float
    yarn_width: float
    yarn_height: float
    thickness: float
    angle: float

    def yarns(self, width: float) -> list[shapely.Polygon]:
        """Return the outlines of the yarns in the section.

        Args:
            width: width of the section [µm]; the crossing lies in its middle.

        Returns:
            Uncut yarns that extend into 0 < x < `width` [µm], |y| ≤ thickness/2.
        """
        outlines = []
        # sines of the angles of the plane to the yarn's axis and across it; sign at the crossing
        for along, across, sign in (
            (math.sin(self.angle), math.cos(self.angle), 1.0),  # warp
            (math.cos(self.angle), math.sin(self.angle), -1.0),  # weft
        ):
            reach = math.ceil(0.5 * width * across / self.pitch + 1.0)
            for number in range(-reach, reach + 1):
                lens = shapely.Polygon(self._lens(number, along, across, sign))
                outline = affinity.translate(lens, xoff=0.5 * width)
                if outline.bounds[0] < width and outline.bounds[2] > 0.0:
                    outlines.append(outline)
        return outlines

    def _lens(self, number: int, along: float, across: float, sign: float) -> Floats:
        """Return the closed outline of one yarn, (n, 2) [µm], about the central crossing."""
        offset = np.linspace(-0.5, 0.5, _SAMPLES, dtype=np.float64) * self.yarn_width
        s = (number * self.pitch + offset) / across
        amplitude = 0.5 * (self.thickness - self.yarn_height)
        axis = sign * (-1) ** number * amplitude * _crimp(np.asarray(s * along / self.pitch))
        half = 0.5 * self.yarn_height * (1.0 - 4.0 * (offset / self.yarn_width) ** 2)
        top = np.column_stack([s, axis + half])
        bottom = np.column_stack([s, axis - half])
        return np.concatenate([bottom, top[-2:0:-1]])


def _crimp(u: Floats) -> Floats:
    """Return the height f of a yarn's axis, from -1 to 1, at `u` pitches from a crossing."""
    return np.tanh(_FLATNESS * np.cos(math.pi * u)) / math.tanh(_FLATNESS)
