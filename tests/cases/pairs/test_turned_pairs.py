"""`orientation` alone turns every shipped pair: shapes, lithium, surfaces and laws.

The turned cell is made here from the upright one by reflection, independently of the program's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.case.load import load_case, parse_case
from platefront.case.model import Case
from platefront.case.protocol import planned_steps
from platefront.geometry.arrays import Floats
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.kinetics.rate_law import RateLaw
from tests.shared.case_files import CASE_FILES
from tests.shared.drawings import differ

UPRIGHT = [path for path in CASE_FILES if path.stem.endswith("upright")]
STANDING = ("nuclei", "plumes")
"""Collectors that stand, of which lithium changes its place."""
BY_POSITION = "layers"


def kind_of(path: Path) -> str:
    """The kind of a case's collector."""
    return str(tomllib.loads(path.read_text("utf-8"))["section"]["collector"]["kind"])


TURNED = [path for path in UPRIGHT if kind_of(path) not in (*STANDING, BY_POSITION)]


def partner(path: Path) -> Path:
    return path.with_name(path.name.replace("upright", "inverted"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def swapped(path: Path) -> Case:
    """A case with `orientation` exchanged, and nothing else."""
    text = path.read_text("utf-8")
    assert text.count('orientation = "upright"') == 1
    return parse_case(text.replace('= "upright"', '= "inverted"'), str(path))


def test_every_folder_of_cases_with_a_pair_has_one_at_one_potential() -> None:
    folders = {path.parent for path in UPRIGHT}
    assert len(folders) == 10
    for folder in folders:
        pairs = [load_case(path) for path in UPRIGHT if path.parent == folder]
        steps = [planned_steps(case.control, case.stop, case.protocol) for case in pairs]
        assert any(of_case[0].control.mode == "galvanostatic" for of_case in steps), folder


@pytest.mark.parametrize("path", UPRIGHT, ids=name_of)
def test_a_pair_differs_in_one_key(path: Path) -> None:
    one, other = (tomllib.loads(p.read_text("utf-8")) for p in (path, partner(path)))
    for text in ("title", "description"):
        for each in (one, other):
            each.pop(text, None)
    if path.parent.name == BY_POSITION:
        positions = [each["section"]["collector"].pop("position") for each in (one, other)]
        assert positions == ["interlayer", "bottom"]
    else:
        orientations = [each["section"].pop("orientation") for each in (one, other)]
        assert orientations == ["upright", "inverted"]
    assert one == other


def front(case: Case) -> Iterator[tuple[Floats, float, RateLaw, bool]]:
    """Midpoint, length, law, and whether it lies on lithium, of every edge of the front."""
    section = case.cross_section()
    names = list(section.surfaces)
    for part in shapely.get_parts(section.electrolyte):
        outline = trace_section(section, part)
        ends = outline.following
        for k in np.flatnonzero(outline.is_front):
            middle = 0.5 * (outline.points[k] + outline.points[ends[k]])
            lithium = section.deposit.distance(shapely.Point(middle)) < 1e-7
            yield middle, outline.lengths[k], case.surfaces[names[outline.tag[k]]], lithium


@pytest.mark.parametrize("path", TURNED, ids=name_of)
@pytest.mark.slow
def test_orientation_alone_reflects_shapes_lithium_surfaces_and_laws(path: Path) -> None:
    case, turned = load_case(path), swapped(path)
    before, after = case.cross_section(), turned.cross_section()
    low, high = before.span
    assert (after.span, after.width, after.height) == (before.span, before.width, before.height)

    def reflected(shape: BaseGeometry) -> BaseGeometry:
        return affinity.scale(shape, yfact=-1.0, origin=(0.0, 0.5 * (low + high)))

    assert differ(after.collector, reflected(before.collector)) < 1e-6
    assert differ(after.deposit, reflected(before.deposit)) < 1e-6
    assert before.deposit.centroid.y > before.middle > after.deposit.centroid.y
    check_surfaces(before, after, reflected)
    sites = list(front(case))
    places = np.array([(x, low + high - y) for (x, y), *_ in sites])
    tree = shapely.STRtree(shapely.points(places))
    edges = list(front(turned))
    assert len(edges) == len(sites)
    for middle, length, law, lithium in edges:
        nearest = tree.nearest(shapely.Point(middle))
        _, old_length, old_law, old_lithium = sites[nearest]
        assert np.linalg.norm(places[nearest] - middle) < 1e-6
        assert length == pytest.approx(old_length, abs=1e-6)
        assert (law, lithium) == (old_law, old_lithium), f"at {middle}"
    assert turned.surfaces == case.surfaces == load_case(partner(path)).surfaces


def check_surfaces(before: CrossSection, after: CrossSection, reflected) -> None:
    """Compare surfaces with the reflected ones of the same name, from below to above the host."""
    assert set(after.surfaces) == set(before.surfaces) == {"lithiated", "bare"}
    (low, high), width = before.span, before.width
    reach = min(low, before.height - high)
    band = shapely.box(0.0, low - 0.9 * reach, width, high + 0.9 * reach)
    for name, region in after.surfaces.items():
        expected = reflected(before.surfaces[name]).intersection(band)
        # the borders of drawn solids are Voronoi cells with coordinates in steps of 1e-6 µm
        assert differ(region.intersection(band), expected) < 1e-3 * band.area, name


@pytest.mark.parametrize("path", [p for p in UPRIGHT if kind_of(p) == "nuclei"], ids=name_of)
def test_lithium_beside_seeds_takes_its_law_along(path: Path) -> None:
    """Seeds stand, lithium changes its place: each edge has the law of what it is."""
    case, turned = load_case(path), swapped(path)
    before, after = case.cross_section(), turned.cross_section()
    assert differ(after.collector, before.collector) < 1e-9
    assert after.deposit.intersection(before.deposit).area < 0.7 * before.deposit.area
    for each in (case, turned):
        wanted = {True: each.surfaces["lithiated"], False: each.surfaces["bare"]}
        for middle, length, law, lithium in front(each):
            assert law == wanted[lithium] or length < 1e-3, f"at {middle}"


@pytest.mark.parametrize("path", [p for p in UPRIGHT if kind_of(p) == "plumes"], ids=name_of)
def test_laws_of_plumes_and_foil_stay_with_their_material(path: Path) -> None:
    for case in (load_case(path), swapped(path)):
        section = case.cross_section()
        floor = section.deposit.bounds[3] if section.deposit.centroid.y < 5.0 else 0.0
        for (_, y), _, law, lithium in front(case):
            on_foil = y <= floor + 1e-6 and (lithium or y == 0.0)
            assert law == case.surfaces["foil" if on_foil else "plumes"]
