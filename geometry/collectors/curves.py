"""Curves y(x) for the upper boundary of a solid: one class per shape."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.base import Feature
from platefront.geometry.collectors.shapes.rounding import rounded, tangent_length
from platefront.geometry.family import Family
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import Parameters, option, quantity

# Relative tolerance for the equality of lengths.
_EQUAL = 1e-9
_HIGHEST = 1e-2  # m


class Curve(Parameters):
    """Single-valued curve y(x) ≥ 0."""

    @abstractmethod
    def polyline(self, width: float) -> Floats:
        """Return the curve from x = 0 to `width` [m] as a polyline, (n, 2) [µm].

        Raises:
            ValueError: the curve does not fit into the width, or falls below y = 0.
        """

    @abstractmethod
    def finest_feature(self, width: float) -> Feature | None:
        """Return the narrowest feature in a section of this width [m]; None if unknown."""


CURVES = Family(Curve, key="shape")  # type: ignore[type-abstract]


@CURVES.register
class Sinusoid(Curve):
    """Wave y = mean height + amplitude · cos(2π waves x/width + phase).

    A crest or a trough should lie on each side wall, a symmetry plane: phase 0 or 180 deg and
    half or whole waves. Samples lie slightly outside the wave (0.08 % of the amplitude at 64 per
    wave), so that the area is exact and the wave is approximated to fourth order.
    """

    shape: Literal["sinusoid"] = option("Shape of the curve.", "sinusoid")
    amplitude: float = quantity("m", "Height of a crest above the mean.", gt=1e-10, le=1e-2)
    waves: float = quantity(
        "1", "Number of waves in the width, whole or not.", 1.0, ge=0.01, le=1000
    )
    mean_height: float | None = quantity(
        "m",
        "Height of the wave's mean above y = 0; twice the amplitude if absent.",
        None,
        gt=0,
        le=1e-2,
    )
    phase: float = quantity(
        "rad", "Phase at x = 0, where 0 is a crest.", 0.0, ge=-2 * math.pi, le=2 * math.pi
    )
    samples: int = option("Line segments per wave.", 64, ge=16, le=2000)

    @model_validator(mode="after")
    def _above_ground(self) -> Self:
        self.polyline(1.0)
        return self

    def polyline(self, width: float) -> Floats:
        """Return the wave at uniformly spaced x."""
        count = max(4, math.ceil(self.samples * self.waves))
        angles = np.linspace(0.0, 2.0 * math.pi * self.waves, count + 1)
        # The trapezoidal rule gives (a/2) cot(a/2) of the integral of a wave, with a the angle
        # from sample to sample.
        half = math.pi * self.waves / count
        amplitude = micrometres(self.amplitude) * math.tan(half) / half
        mean = 2.0 * self.amplitude if self.mean_height is None else self.mean_height
        heights = micrometres(mean) + amplitude * np.cos(angles + self.phase)
        if heights.min() < 0.0:
            raise ValueError("mean_height must be larger than amplitude: troughs lie below y = 0")
        return np.column_stack([np.linspace(0.0, micrometres(width), count + 1), heights])

    def finest_feature(self, width: float) -> Feature:
        """Return half a wavelength, or the diameter of curvature at the crest if it is smaller."""
        wavelength = width / self.waves
        curvature = self.amplitude * (2.0 * math.pi / wavelength) ** 2
        return min(
            Feature("half wave", 0.5 * wavelength),
            Feature("crest diameter", 2.0 / curvature),
            key=lambda feature: feature.size,
        )


@CURVES.register
class Bump(Curve):
    """Triangular bump in the middle of the plane y = 0, its three corners rounded.

    `height` and `base` are those of the triangle before rounding; the round tip is lower, and the
    gap to the counter electrode is measured from it. Areas are those of circular fillets.
    """

    shape: Literal["bump"] = option("Shape of the curve.", "bump")
    height: float = quantity("m", "Height of the sharp triangle.", gt=1e-10, le=1e-2)
    base: float = quantity("m", "Width of the sharp triangle at its foot.", gt=1e-10, le=1e-2)
    tip_fillet: float = quantity("m", "Radius of the rounded tip.", 0.0, ge=0, le=1e-2)
    foot_fillet: float = quantity("m", "Radius of the rounded feet.", 0.0, ge=0, le=1e-2)
    facets: int = option("Line segments per quarter circle.", 12, ge=2, le=200)

    @property
    def _slope(self) -> float:
        """Angle of the flanks [rad]."""
        return math.atan2(self.height, 0.5 * self.base)

    @model_validator(mode="after")
    def _fillets_fit(self) -> Self:
        flank = math.hypot(self.height, 0.5 * self.base)
        taken = tangent_length(self.tip_fillet, 2.0 * self._slope)
        taken += tangent_length(self.foot_fillet, self._slope)
        if taken > flank * (1.0 + _EQUAL):
            raise ValueError(
                f"tip_fillet and foot_fillet take {micrometres(taken):.4g} um of a flank that is "
                f"only {micrometres(flank):.4g} um long: make one of them smaller"
            )
        return self

    def polyline(self, width: float) -> Floats:
        """Return plane, bump and plane from left to right."""
        flat = 0.5 * (width - self.base)
        needed = tangent_length(self.foot_fillet, self._slope)
        if flat < needed - _EQUAL * width:
            raise ValueError(
                f"width has no room for the bump: base and foot_fillet take "
                f"{micrometres(self.base + 2.0 * needed):.4g} um"
            )
        right, height = micrometres(width), micrometres(self.height)
        left = micrometres(max(flat, 0.0))
        corners = [(0.0, 0.0), (left, 0.0), (0.5 * right, height), (right - left, 0.0)]
        tip, foot = micrometres(self.tip_fillet), micrometres(self.foot_fillet)
        radii = [0.0, foot, tip, foot, 0.0]
        return rounded(np.array([*corners, (right, 0.0)]), radii, self.facets)

    def finest_feature(self, width: float) -> Feature:
        """Return the base of the bump; fillets finer than the mesh are resampled to its size."""
        return Feature("bump base", self.base)


@CURVES.register
class GivenPoints(Curve):
    """Polyline through given points, such as a measured profile."""

    shape: Literal["points"] = option("Shape of the curve.", "points")
    points: tuple[tuple[float, float], ...] = quantity(
        "m", "Points x, y from x = 0 to x = width, from left to right."
    )

    @model_validator(mode="after")
    def _single_valued(self) -> Self:
        for index, (x, y) in enumerate(self.points):
            if not 0.0 <= y <= _HIGHEST:
                raise ValueError(
                    f"points[{index}] lies at y = {micrometres(y):.4g} um, but a profile lies "
                    f"between 0 and {micrometres(_HIGHEST):.6g} um"
                )
            if index > 0 and x <= self.points[index - 1][0]:
                raise ValueError(
                    f"points[{index}] does not lie to the right of points[{index - 1}]: give "
                    f"every x once, from left to right"
                )
        return self

    def polyline(self, width: float) -> Floats:
        """Return the given points."""
        tolerance = _EQUAL * width
        if len(self.points) < 2 or abs(self.points[0][0]) > tolerance:
            raise ValueError("points must begin at x = 0 and end at x = width")
        if abs(self.points[-1][0] - width) > tolerance:
            raise ValueError(
                f"points must end at x = width = {micrometres(width):.6g} um, but the last lies "
                f"at x = {micrometres(self.points[-1][0]):.6g} um"
            )
        line = np.array(self.points) * micrometres(1.0)
        line[0, 0], line[-1, 0] = 0.0, micrometres(width)
        return line

    def finest_feature(self, width: float) -> None:
        """Return None: features of a measured profile finer than the mesh are cut by chords."""
