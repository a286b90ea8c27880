"""A front on the plane y = 0 stays there while details beside it are simplified."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.collectors import Profile, Trench
from platefront.geometry.collectors.base import Collector
from platefront.geometry.collectors.curves import Bump
from platefront.geometry.front.resampling import resample
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection

UM = 1e-6
BUMP = Bump(height=3 * UM, base=8 * UM, tip_fillet=UM, foot_fillet=UM)


@pytest.mark.parametrize(
    "collector",
    [
        Profile(width=18 * UM, curve=BUMP),
        Trench(width=20 * UM, trench_width=10 * UM, depth=9 * UM, bottom_fillet=1.5 * UM),
    ],
    ids=["bump", "trench"],
)
@pytest.mark.parametrize("size", [0.7, 1.5, 2.0, 3.0])
def test_fillets_finer_than_the_edges_do_not_push_the_floor_down(
    collector: Collector, size: float
) -> None:
    section: CrossSection = collector.section(15.0, None, inverted=False)
    electrolyte = shapely.box(0, 0, section.width, section.height).difference(section.collector)
    outline = trace_section(section, electrolyte)
    coarse = resample(outline, size)
    lowest = float(coarse.points[:, 1].min())
    assert lowest > -1e-12, f"a vertex {-lowest:.1e} µm below the floor"
    assert coarse.area == pytest.approx(outline.area, rel=1e-12)
    assert np.array_equal(coarse.polygon().is_valid, True)
