"""Measures of a filling trench: thicknesses, widths and concentrations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.tri import LinearTriInterpolator, Triangulation

from platefront.geometry.collectors.trench import Trench
from platefront.solvers.balance.step_record import Fields

_HEIGHTS = {"upper": 0.8, "middle": 0.5, "lower": 0.2}
"""Heights at which the walls are measured, relative to the depth."""
_CHORDS = 400
"""Number of horizontal chords for the smallest width."""


@dataclass(frozen=True, slots=True)
class TrenchState:
    """Measures at one instant.

    Attributes:
        thickness: position → deposit thickness, mean of left and right [µm].
        asymmetry: largest difference between left and right [µm].
        mouth: smallest horizontal width of the open trench [µm]; 0 if it is closed.
        middle: width at half depth [µm].
        concentration: position → concentration on the symmetry plane [mol/m³].
    """

    thickness: Mapping[str, float]
    asymmetry: float
    mouth: float
    middle: float
    concentration: Mapping[str, float]

    def values(self) -> dict[str, float]:
        """Return all values by name with unit."""
        return {
            **{f"thickness, {place} [µm]": value for place, value in self.thickness.items()},
            "width of the mouth [µm]": self.mouth,
            "width at half depth [µm]": self.middle,
            **{f"c, {place} [mol/m³]": value for place, value in self.concentration.items()},
        }


def measure(fields: Fields, trench: Trench) -> TrenchState:
    """Measure the trench at an instant with open mouth."""
    centre, depth = 0.5e6 * trench.width, 1e6 * trench.depth
    half = 0.5e6 * trench.trench_width
    electrolyte = electrolyte_of(fields)
    left, right = {}, {}
    floor, top = _vertical(electrolyte, centre)
    for name, share in _HEIGHTS.items():
        low, high = _chord(electrolyte, share * depth, centre)
        left[f"wall, {name}"] = low - (centre - half)
        right[f"wall, {name}"] = centre + half - high
    # in the middle of the plane parts of the shoulders
    reach = 0.5 * (centre - half - 1e6 * trench.mouth_fillet)
    left["shoulder"] = _vertical(electrolyte, reach)[0] - depth
    right["shoulder"] = _vertical(electrolyte, 2.0 * centre - reach)[0] - depth
    thickness = {name: 0.5 * (left[name] + right[name]) for name in ("shoulder", *left)}
    thickness["floor"] = floor
    low, high = _chord(electrolyte, 0.5 * depth, centre)
    heights = np.linspace(floor, 0.5 * (depth + top), _CHORDS + 2)[1:-1]
    widths = [np.ptp(_chord(electrolyte, height, centre)) for height in heights]
    return TrenchState(
        thickness,
        max(abs(left[name] - right[name]) for name in left),
        float(min(widths[_CHORDS // 8 :])),
        high - low,
        {
            "mouth": _concentration(fields, centre, depth),
            "floor": _concentration(fields, centre, floor),
        },
    )


def electrolyte_of(fields: Fields) -> shapely.Geometry:
    """Return the electrolyte as a shape [µm]."""
    return shapely.coverage_union_all(shapely.polygons(fields.points[fields.triangles]))


def _chord(electrolyte: shapely.Geometry, height: float, centre: float) -> tuple[float, float]:
    """Return the extent in x of the electrolyte around the symmetry plane at a height [µm]."""
    left, _, right, _ = electrolyte.bounds
    line = shapely.LineString([(left, height), (right, height)])
    return _piece(line.intersection(electrolyte), 0, centre)


def _vertical(electrolyte: shapely.Geometry, x: float) -> tuple[float, float]:
    """Return lower and upper end of the electrolyte at x [µm]."""
    _, bottom, _, top = electrolyte.bounds
    line = shapely.LineString([(x, bottom - 1.0), (x, top + 1.0)])
    return _piece(line.intersection(electrolyte), 1, 0.99 * top)


def _piece(cut: shapely.Geometry, axis: int, inside: float) -> tuple[float, float]:
    ends = [shapely.get_coordinates(part)[:, axis] for part in shapely.get_parts(cut)]
    for values in ends:
        if values.min() <= inside <= values.max():
            return float(values.min()), float(values.max())
    raise ValueError("the electrolyte does not reach there")


def _concentration(fields: Fields, x: float, y: float) -> float:
    """Return the concentration at a point, linear in each triangle [mol/m³]."""
    mesh = Triangulation(fields.points[:, 0], fields.points[:, 1], fields.triangles)
    found = LinearTriInterpolator(mesh, fields.concentration)(np.array([x]), np.array([y + 1e-6]))
    return float(np.asarray(found)[0])
