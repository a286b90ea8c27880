"""Room beside drawn regions, and what `check` tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from platefront.case.estimates import dimensionless_estimates, share_of_limit
from platefront.case.load import parse_case
from platefront.case.model import Case
from platefront.case.problems import CaseError
from tests.shared.case_files import FOIL

DRAWING = """\
box: POLYGON ((0 0, 40 0, 40 60, 0 60, 0 0))
plate: POLYGON ((0 0, 40 0, 40 2, 0 2, 0 0))
spacer: POLYGON ((10 18, 16 18, 16 24, 10 24, 10 18))
mat: POLYGON ((0 16, 40 16, 40 30, 0 26, 0 16))
"""
KEYS = """\
kind = "outline"
file = "mat.wkt"
scale = "1 um"
collector = ["plate", "spacer"]
regions = { mat = ["mat"] }
surfaces = { plate = ["plate"], spacer = ["spacer"] }
"""
LAWS = """
[surfaces.plate]
law = "overpotential"
overpotential = "-30 mV"

[surfaces.spacer]
law = "insulating"

[regions.mat]
porosity = 0.4
"""


def case(folder: Path, **changes: str) -> Case:
    (folder / "mat.wkt").write_text(DRAWING, encoding="utf-8")
    foil = '[surfaces.foil]\nlaw = "overpotential"\noverpotential = "-30 mV"\n'
    text = FOIL.replace('kind = "foil"\nwidth = "20 um"\n', KEYS).replace(foil, LAWS)
    text = text.replace('front_size = "2 um"', 'front_size = "0.9 um"')
    for old, new in changes.items():
        text = text.replace(old, new)
    return parse_case(text, str(folder / "case.toml"))


def test_inert_fibres_may_lie_in_a_region_beside_a_moving_front(tmp_path: Path) -> None:
    problem = case(tmp_path).problem()
    assert [region.name for region in problem.section.regions] == ["mat"]
    with pytest.raises(CaseError, match="leaves only 0 m beside collector and metal that react"):
        case(tmp_path, **{'"insulating"': '"overpotential"\noverpotential = "-30 mV"'})


def test_reacting_surfaces_keep_their_distance(tmp_path: Path) -> None:
    near = {"[stop]": '[stop]\ngap_to_layer = "15 um"'}
    with pytest.raises(CaseError, match=r"leaves only 14 um .* comes no nearer to it than 15 um"):
        case(tmp_path, **near)
    assert case(tmp_path, **{"[stop]": '[front]\nmode = "fixed"\n' + near["[stop]"]})


def test_no_limiting_current_is_told(tmp_path: Path) -> None:
    """There is no straight way through the electrolyte, of which it would be."""
    drawn = case(tmp_path)
    assert [estimate.symbol for estimate in dimensionless_estimates(drawn)] == ["i_0"]
    assert share_of_limit(drawn) is None
