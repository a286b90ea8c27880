"""Pictures that the tests make and trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from PIL import Image
from shapely.geometry.base import BaseGeometry

from platefront.geometry.collectors import Micrograph

PIXEL = 0.4  # µm


def save(levels: Any, folder: Path, name: str = "picture.png", **how: Any) -> Path:
    """Write grey levels, or colours, as a picture."""
    path = folder / name
    Image.fromarray(np.asarray(levels)).save(path, **how)
    return path


def micrograph(path: Path, **keys: Any) -> Micrograph:
    """A collector with bright metal and pixels of 0.4 µm unless told otherwise."""
    if "pixel_size_from_file" not in keys:
        keys.setdefault("pixel_size", PIXEL * 1e-6)
    return Micrograph(**{"file": str(path), "metal": "bright", **keys})


def wetted(solids: BaseGeometry, width: float) -> float:
    """Length of the solids' boundary that lies on no side wall [µm]."""
    inside = shapely.box(1e-6, -1e4, width - 1e-6, 1e4)
    return float(solids.boundary.intersection(inside).length)


def porosity(solids: BaseGeometry, width: float) -> float:
    """Share of electrolyte between the lowest and the highest solid."""
    _, low, _, high = solids.bounds
    return float(1.0 - solids.area / (width * (high - low)))
