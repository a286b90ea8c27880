"""Any section in any position: what changes follow, for every kind of collector."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import (
    Fabric,
    Foam,
    Layers,
    Nuclei,
    OwnOutline,
    Plumes,
    Strip,
    Wire,
)
from platefront.geometry.collectors.base import Collector
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from platefront.geometry.section.slits import without_slits
from platefront.geometry.section.transforms import cropped, mirrored, repeated, scaled, turned_over
from platefront.solvers.model.metal import Metal
from tests.shared.case_files import CASES
from tests.shared.effort import few, many
from tests.shared.random_cells import COLLECTORS, sections

VOLUME_PER_CHARGE = Metal().volume_per_charge
ROUND_OFF = 1e-9

type Amounts = dict[str, float]


def built(parameters: SectionParameters) -> CrossSection:
    try:
        return build_section(parameters, VOLUME_PER_CHARGE)
    except SectionError:  # lithium that does not fit, yarns that hold no fibre
        assume(False)
        raise


def apart(one: BaseGeometry, other: BaseGeometry) -> float:
    """Area that belongs to one shape only [µm²]."""
    return float(one.symmetric_difference(other).area)


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
    assert apart(one.collector, other.collector) < tolerance
    assert apart(one.deposit, other.deposit) < tolerance
    assert list(one.surfaces) == list(other.surfaces)
    for name, region in one.surfaces.items():
        assert apart(region, other.surfaces[name]) < tolerance, name
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


def micrometres(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda size: size * 1e-6)


@st.composite
def strips(draw: st.DrawFn) -> Collector:
    start = draw(st.just(0.0) | micrometres(3, 8))
    return Strip(
        width=30e-6,
        start=start,
        length=draw(micrometres(5, 20)),
        counter_as_long=draw(st.booleans()),
    )


SEEDS = st.integers(1, 1000)
FELT = CASES / "outline" / "felt.svg"

MORE: dict[str, st.SearchStrategy[Collector]] = {
    "strip": strips(),
    "wire": st.builds(Wire, radius=micrometres(3, 12), facets=st.integers(8, 40)),
    "layers": st.builds(Layers, seed=SEEDS),
    "nuclei": st.builds(Nuclei, density=st.floats(1e4, 6e4), min_gap=micrometres(1, 3), seed=SEEDS),
}
COATED: dict[str, st.SearchStrategy[Collector]] = {
    "fabric": st.builds(Fabric, warp_filaments=st.integers(2, 7), seed=SEEDS),
    "foam": st.builds(Foam, width=micrometres(40, 60), thickness=micrometres(40, 60), seed=SEEDS),
    "outline": st.builds(
        OwnOutline,
        file=st.just(str(FELT)),
        scale=st.just(1e-6),
        collector=st.just(("fibres",)),
        tolerance=micrometres(0.05, 0.3),
    ),
    "plumes": st.builds(Plumes, seed=SEEDS),
}
"""Kinds that lithium may lie on at the start."""


def sections_of(kind: str) -> st.SearchStrategy[SectionParameters]:
    """Sections with a collector of any kind."""
    if kind in COLLECTORS:
        return sections((kind,))
    if kind in MORE:
        return st.builds(SectionParameters, collector=MORE[kind], gap=micrometres(10, 30))
    lithium = st.builds(Predeposit, capacity=st.sampled_from([3e3, 1e4]))
    return st.builds(
        SectionParameters,
        collector=COATED[kind],
        orientation=st.sampled_from(["upright", "inverted"]),
        gap=micrometres(20, 30),
        predeposit=st.none() | lithium,
    )


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
