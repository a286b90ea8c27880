"""A periodic section seen from another place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.section.cross_section import CrossSection


def shifted(section: CrossSection, part: float) -> CrossSection:
    """The section moved to the right by a part of its width; what leaves enters on the left."""
    assert section.periodic, "only what goes on for ever can be moved"
    width, far = section.width, 10.0 * section.height
    box = shapely.box(0.0, -far, width, far)

    here = part * width

    def image(shape: BaseGeometry, offset: float) -> BaseGeometry:
        def moved(points: Floats) -> Floats:
            x = points[:, 0] + offset
            at_wall = (points[:, 0] == 0.0) | (points[:, 0] == width)
            x[at_wall] = np.where(np.abs(x - here) < 1e-6, here, x)[at_wall]  # to the last bit
            return np.column_stack((x, points[:, 1]))

        return shapely.transform(shape, moved).intersection(box)

    def move(shape: BaseGeometry) -> BaseGeometry:
        inside = shape.intersection(box)
        return shapely.union_all([image(inside, here), image(inside, here - width)])

    return replace(
        section,
        collector=move(section.collector),
        deposit=move(section.deposit),
        surfaces={name: move(region) for name, region in section.surfaces.items()},
        counter=None if section.counter is None else move(section.counter),
    )
