"""Bars between resolved pores: sizes, periods, and the surface that they are."""

from __future__ import annotations

import pytest
import shapely

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.states import by_state


def built(
    width: float, shape: str = "slots", walls: str = "symmetric", pore: float = 2e-6
) -> CrossSection:
    """Foil below pores of 2 µm in a pitch of 5 µm, between y = 6 and 9.5 µm."""
    pores = {"shape": shape, "pore_width": pore, "open_fraction": 0.4}
    layer = {"name": "grid", "thickness": 3.5e-6, "position": 6e-6, "pores": pores}
    section = {
        "gap": 20e-6,
        "walls": walls,
        "collector": {"kind": "foil", "width": width},
        "layers": [layer],
    }
    return build_section(SectionParameters.model_validate(section), 1.0)


@pytest.mark.parametrize(
    ("width", "walls", "bars"),
    [
        (2.5e-6, "symmetric", 0.5),
        (5e-6, "symmetric", 1.0),
        (10e-6, "symmetric", 2.0),
        (10e-6, "periodic", 2.0),
    ],
)
def test_slots_cover_what_their_pores_leave(width: float, walls: str, bars: float) -> None:
    section = built(width, walls=walls)
    assert section.separator.area == pytest.approx(bars * 3.0 * 3.5, rel=1e-12)
    assert section.collector.equals(section.separator)
    assert section.host.is_empty
    assert section.regions == ()
    line = shapely.LineString([(0.0, 7.0), (section.width, 7.0)])
    assert line.difference(section.solids).length == pytest.approx(0.4 * section.width, rel=1e-12)


def test_wires_lie_in_the_middle_of_their_layer_and_leave_their_pores() -> None:
    section = built(10e-6, "wires")
    low, high = section.separator.bounds[1::2]
    assert (low, high) == pytest.approx((6.25, 9.25))
    line = shapely.LineString([(0.0, 7.75), (10.0, 7.75)])
    assert line.difference(section.solids).length == pytest.approx(4.0, rel=1e-9)
    circles = 2.0 * 0.25 * 3.14159265 * 3.0**2
    assert section.separator.area == pytest.approx(circles, rel=2e-3)


@pytest.mark.parametrize("walls", ["symmetric", "periodic"])
def test_a_width_of_no_whole_number_of_periods_is_refused_with_one_that_fits(walls: str) -> None:
    with pytest.raises(SectionError, match="a pore_width of") as caught:
        built(11e-6, walls=walls)
    offered = str(caught.value).rsplit("pore_width of ", 1)[1].removesuffix(" µm fits")
    section = built(11e-6, walls=walls, pore=1e-6 * float(offered))
    assert section.separator.area == pytest.approx(0.6 * 11.0 * 3.5, rel=1e-9)


def test_bars_are_a_surface_of_their_own_beside_the_host() -> None:
    section = by_state(built(5e-6), ["foil"])
    assert list(section.surfaces) == ["foil", "grid"]
    for x, y, owner in ((2.5, 0.0, "foil"), (1.5, 7.0, "grid"), (2.5, 7.0, "foil")):
        point = shapely.Point(x, y)
        assert [n for n, r in section.surfaces.items() if r.intersects(point)] == [owner]
