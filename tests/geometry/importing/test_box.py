"""Box of a drawing: drawn, the outer ring of a matrix, or offered where there is none."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
import shapely

from platefront.geometry.importing import read_drawing
from platefront.geometry.importing.cleaning import DrawnSection, clean_section
from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.naming import Roles
from tests.geometry.importing.conformal_mesh import write_conformal_mesh

UM = 1e-6
DISC = "".join(
    f"{50 + 20 * math.cos(a):.6f} {30 + 20 * math.sin(a):.6f}, "
    for a in np.linspace(0, 2 * math.pi, 48, endpoint=False)
)
FIBRE = f"fibre: POLYGON (({DISC}70.000000 30.000000))\n"
HALF = "fibre: POLYGON ((0 60, 10 60, 10 75, 0 75, 0 60))\n"


def section(folder: Path, text: str, box: str | None = None, **roles) -> DrawnSection:
    path = folder / "a.wkt"
    path.write_text(text, encoding="utf-8")
    return taken(path, box, **roles)


def taken(path: Path, box: str | None = None, **roles) -> DrawnSection:
    keys = {"collector": ("fibre",), "box": box} | roles
    return clean_section(read_drawing(path, 1e-9, UM), Roles(**keys), 1e-9, UM)


def matrix(text: str, solids: str, name: str = "matrix") -> str:
    """A rectangle less the solids of a drawing."""
    holes = [shapely.from_wkt(line.partition(": ")[2]) for line in solids.splitlines()]
    rest = shapely.from_wkt(text).difference(shapely.union_all(holes))
    return "".join(f"{name}: {part.wkt}\n" for part in shapely.get_parts(rest))


FRAME = "POLYGON ((0 0, 100 0, 100 90, 0 90, 0 0))"


@pytest.mark.parametrize("box", ["matrix", None], ids=["named", "found"])
@pytest.mark.parametrize("solids", [FIBRE, FIBRE + HALF, HALF], ids=["inside", "both", "at wall"])
def test_the_outer_ring_of_a_matrix_is_the_box(tmp_path, solids, box):
    found = section(tmp_path, solids + matrix(FRAME, solids), box)
    assert (found.width, found.drawn_height) == pytest.approx((100.0, 90.0))
    assert found.inventory.taken["box"] == 1
    assert found.inventory.taken["not used"] == 0
    told = [note for note in found.notes if "no box is named; it is the outer ring of" in note]
    assert len(told) == (box is None)


def test_a_matrix_in_two_parts(tmp_path):
    plate = "fibre: POLYGON ((0 40, 100 40, 100 50, 0 50, 0 40))\n"
    found = section(tmp_path, plate + matrix(FRAME, plate), "matrix")
    assert found.drawn_height == pytest.approx(90.0)
    assert found.inventory.taken["box"] == 2


def test_a_named_region_that_fills_no_rectangle_is_refused(tmp_path):
    slanted = "matrix: POLYGON ((0 0, 100 5, 100 90, 0 90, 0 0))\n"
    with pytest.raises(DrawingError, match="the box must be a rectangle with level and upright"):
        section(tmp_path, FIBRE + slanted, "matrix")


def test_a_background_that_overlaps_the_solids_is_not_taken_but_offered(tmp_path):
    background = "page: POLYGON ((-5 -5, 105 -5, 105 95, -5 95, -5 -5))\n"
    with pytest.raises(DrawingError) as error:
        section(tmp_path, FIBRE + background)
    assert "no box is drawn, so walls and floor are taken where the shapes end" in str(error.value)
    assert 'is a rectangle around all solids: if it is the box, name it, box = "page"' in str(
        error.value
    )


def test_without_a_box_one_is_offered_that_will_do(tmp_path):
    with pytest.raises(DrawingError) as error:
        section(tmp_path, FIBRE)
    message = str(error.value)
    assert message.index("no box is drawn") < message.index("touches the left wall in a single")
    assert any("no box is drawn; walls and floor" in note for note in error.value.__notes__)
    corners = re.search(r"from \((\S+), (\S+)\) .*to \((\S+), (\S+)\)", message)
    left, low, right, high = map(float, corners.groups())
    box = f"box: {shapely.box(left, low, right, high).wkt}\n"
    found = section(tmp_path, FIBRE + box)
    assert found.width == pytest.approx(right - left)
    assert found.collector.area == pytest.approx(400 * 24 * math.sin(math.pi / 24), rel=1e-6)


def test_a_side_along_a_wall_keeps_its_place_in_the_offer(tmp_path):
    with pytest.raises(DrawingError) as error:
        section(tmp_path, FIBRE + HALF)
    assert re.search(r"from \(0, \S+\) .* to \(\d+, ", str(error.value))


@pytest.mark.parametrize("version", [2.2, 4.1])
def test_a_conformal_mesh(tmp_path, version):
    path = tmp_path / "fibres.msh"
    write_conformal_mesh(path, "electrolyte", version)
    for box in (None, "electrolyte"):
        found = taken(path, box)
        assert (found.width, found.drawn_height) == pytest.approx((60.0, 50.0))
        assert found.collector.area == pytest.approx(math.pi * (64 + 18), rel=0.03)
        assert found.collector.bounds[2] == found.width
