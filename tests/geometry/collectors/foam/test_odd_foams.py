"""Foams that once were refused, or lost metal: found by random tests, kept."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.collectors import Foam
from platefront.geometry.collectors.shapes.struts import PorousSheet
from platefront.geometry.plane.side_walls import SideWalls
from tests.geometry.collectors.foam.foams import check

ISLANDS = [
    Foam(width=32.5e-6, thickness=37.3e-6, porosity=0.784, window=0.4, ligaments=0, seed=2282),
    Foam(width=32.2e-6, thickness=36.4e-6, porosity=0.774, window=0.4, ligaments=0, seed=4307),
    Foam(
        width=1e-4,
        thickness=1e-4,
        porosity=0.75,
        pore_size=1e-4,
        window=0.3125,
        ligaments=0.0,
        min_gap=1.5625e-5,
        floor_gap=5e-5,
        seed=7940,
    ),
]
"""Windows leave islands only: struts as thick as pores meet the porosity."""

NOOK = Foam(
    width=46.7e-6,
    thickness=44e-6,
    porosity=0.946,
    window=0.395,
    ligaments=1.0,
    min_gap=7.078e-6,
    seed=5232,
)
"""A strut lies along the left mirror and leaves it for 0.5 µm, by 0.03 µm."""

LOST = Foam(
    width=0.00026102860322249654,
    thickness=0.00035086190581155565,
    porosity=0.7660528858811804,
    pore_size=0.00011200055502646527,
    window=0.14704341752570277,
    ligaments=0.2828645647958684,
    min_gap=4.150635219187569e-06,
    floor_gap=5.6000277513232635e-05,
    seed=1907,
).between_periodic_walls()
"""Its middle is lost by GEOS 3.13 when the struts are about 17.859 µm thick."""

NECKED = [
    Foam(
        width=1.8990361295113177e-05,
        thickness=1.911649987122005e-05,
        porosity=0.8400536373270902,
        pore_size=1.4644823848643654e-05,
        window=0.27469303627416897,
        ligaments=0.04531101063553622,
        min_gap=9.420953382985571e-07,
        floor_gap=7.322411924321827e-06,
        seed=1703,
    ),
    Foam(
        width=6.99561478165298e-05,
        thickness=4.405763227989862e-05,
        porosity=0.7721348788780392,
        pore_size=2.5299864697213662e-05,
        window=0.30315720417427594,
        ligaments=0.5303052374621441,
        min_gap=5.7325818037389745e-06,
        floor_gap=1.2649932348606831e-05,
        seed=8158,
    ),
]
"""Filling the gap between two struts joined them by a neck of 0.02 µm, in the second in turns."""


@pytest.mark.parametrize("foam", ISLANDS)
def test_metal_in_islands_no_larger_than_ends_of_struts_is_kept(foam: Foam) -> None:
    periodic = foam.between_periodic_walls()
    check(periodic)
    _, strut = periodic.metal()
    assert strut < 0.5e6 * foam.pore_size, "struts are as thick as the islands, not as pores"


def test_a_nook_that_a_strut_shuts_at_a_wall_is_filled() -> None:
    check(NOOK)


def test_no_metal_is_lost_on_the_way() -> None:
    check(LOST)


@pytest.mark.parametrize("foam", NECKED)
def test_ends_of_struts_do_not_touch_tip_to_tip(foam: Foam) -> None:
    check(foam)


@pytest.mark.parametrize(("depth", "left_open"), [(0.03, 0.0), (2.0, 6.0)])
def test_nooks_at_a_mirror_are_filled_and_pores_are_not(depth: float, left_open: float) -> None:
    """A strut along the mirror leaves it for 3 µm, by `depth`; the narrowest passage is 1 µm."""
    none = np.array([], dtype=object)
    sheet = PorousSheet(shapely.box(0, 0, 20, 20), SideWalls(20.0), none, none, 1.0)
    strut = shapely.box(-4, 5, 4, 15).difference(shapely.box(-depth, 8, depth, 11))
    assert sheet._inside(strut).area == pytest.approx(40.0 - left_open, rel=1e-12)
