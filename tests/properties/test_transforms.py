"""Any section in any position: what changes follow, for every kind of collector."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.slits import without_slits
from platefront.geometry.section.transforms import cropped, mirrored, repeated, scaled, turned_over
from tests.shared.drawings import differ
from tests.shared.effort import few, many
from tests.shared.random_cells import COLLECTORS
from tests.shared.random_sections import COATED, MORE, built, sections_of

ROUND_OFF = 1e-9

type Amounts = dict[str, float]


def amounts(section: CrossSection) -> Amounts:
    """Areas and wetted lengths, as a run would find them: slits are closed after all changes."""
    section = without_slits(section)
    reaching, cut_off = connected_to_counter(section.electrolyte, section.counter_electrode)
    found = {
        "collector": section.collector.area,
        "deposit": section.deposit.area,
        "electrolyte": sum(part.area for part in reaching),
        "trapped": sum(part.area for part in cut_off),
    }
    names = list(section.surfaces)
    for part in reaching:
        outline = trace_section(section, part)
        for index, name in enumerate(names):
            length = outline.lengths[outline.tag == index].sum()
            found[name] = found.get(name, 0.0) + float(length)
        for name, tag in (("counter", outline.on_counter), ("front", outline.is_front)):
            found[name] = found.get(name, 0.0) + float(outline.lengths[tag].sum())
    return found


def same(one: CrossSection, other: CrossSection) -> None:
    """Both sections are the same within round-off."""
    tolerance = 1e-9 * one.box.area
    assert (other.width, other.height) == pytest.approx((one.width, one.height), rel=1e-12)
    assert other.span == pytest.approx(one.span, rel=1e-12)
    assert differ(one.collector, other.collector) < tolerance
    assert differ(one.deposit, other.deposit) < tolerance
    assert list(one.surfaces) == list(other.surfaces)
    for name, region in one.surfaces.items():
        assert differ(region, other.surfaces[name]) < tolerance, name
    assert (one.counter is None) == (other.counter is None)
    if one.counter is not None and other.counter is not None:
        assert shapely.hausdorff_distance(one.counter, other.counter) < 1e-6
    assert amounts(other) == pytest.approx(amounts(one), rel=1e-7, abs=1e-6)


def judge(parameters: SectionParameters, copies: int, factor: float, cut: float) -> None:
    """Every change of one section."""
    section = built(parameters)
    there = amounts(section)
    assert section.collector.area + section.deposit.area + there["electrolyte"] + there[
        "trapped"
    ] == pytest.approx(section.box.area, rel=1e-9)

    mirror = mirrored(section)
    assert amounts(mirror) == pytest.approx(there, rel=1e-7, abs=1e-6)
    same(section, mirrored(mirror))

    larger = scaled(section, factor)
    area, length = factor**2, factor
    lengths = {*section.surfaces, "counter", "front"}
    wanted = {key: value * (length if key in lengths else area) for key, value in there.items()}
    assert amounts(larger) == pytest.approx(wanted, rel=1e-6, abs=1e-5)
    same(section, scaled(larger, 1.0 / factor))

    many_of_it = repeated(section, copies)
    wanted = {key: copies * value for key, value in there.items()}
    assert many_of_it.width == copies * section.width
    assert many_of_it.collector.is_valid
    assert amounts(many_of_it) == pytest.approx(wanted, rel=1e-7, abs=1e-6)
    same(section, cropped(many_of_it, 0.0, section.width, 0.0))

    try:
        other = turned_over(section)
    except SectionError as error:
        assert str(error).startswith("flip: ")
        assert section.solids.bounds[1] == 0.0 or not section.deposit.is_empty
    else:
        assert amounts(other) == pytest.approx(there, rel=1e-7, abs=1e-6)
        same(section, turned_over(other))

    judge_crop(section, cut)


def judge_crop(section: CrossSection, cut: float) -> None:
    """Both parts of a section cut in two have together what it has."""
    border = cut * section.width
    try:
        left = cropped(section, 0.0, border, 0.0)
        right = cropped(section, border, section.width, 0.0)
        clean = cropped(section, 0.0, border, 0.5)
    except SectionError as error:
        assert str(error).startswith(
            ("crop: there is no collector between", "crop: the part contains no counter")
        )
        return
    assert left.width + right.width == pytest.approx(section.width, rel=1e-12)
    for name in ("collector", "deposit", "electrolyte"):
        parts = [getattr(part, name).area for part in (left, right)]
        assert sum(parts) == pytest.approx(getattr(section, name).area, rel=1e-9, abs=1e-7)
    dropped = left.collector.area - clean.collector.area
    assert -ROUND_OFF <= dropped <= 0.5 * section.height
    bounds = shapely.bounds(shapely.get_parts(clean.collector))
    at_wall = (bounds[:, 0] <= 0.0) | (bounds[:, 2] >= clean.width)
    assert np.all((bounds[:, 2] - bounds[:, 0])[at_wall] >= 0.5)


KINDS = (*COLLECTORS, *MORE, *COATED)
SLOW = ("layers", "nuclei", *COATED)
CHANGES = (st.integers(1, 4), st.sampled_from([0.1, 0.5, 3.0]), st.floats(0.2, 0.8))


@pytest.mark.parametrize("kind", KINDS)
def test_changes_follow(kind: str) -> None:
    @few(2 if kind in SLOW else 20)
    @given(sections_of(kind), *CHANGES)
    def follows(parameters: SectionParameters, copies: int, factor: float, cut: float) -> None:
        judge(parameters, copies, factor, cut)

    follows()


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_changes_follow_often(kind: str) -> None:
    @many(200)
    @given(sections_of(kind), *CHANGES)
    def follows(parameters: SectionParameters, copies: int, factor: float, cut: float) -> None:
        judge(parameters, copies, factor, cut)

    follows()
