"""Random sections of the kinds that are plain to describe make good meshes, lithium and all."""

from __future__ import annotations

import pytest
from hypothesis import given

from platefront.case.mesh_checks import EDGES_PER_FEATURE
from platefront.geometry.assembly.build import SectionParameters
from tests.shared.effort import few, many
from tests.shared.meshed_sections import mesh_report
from tests.shared.random_sections import built, sections_of

QUALITY = {
    "foil": 0.6,
    "pillars": 0.4,
    "trench": 0.4,
    "profile": 0.4,
    "carbon_cloth": 0.4,
    "strip": 0.5,
    "wire": 0.3,
}
"""Lowest quality that any triangle may have: some 0.1 below the lowest that was found.

Among 300 to 600 sets that is 0.71 for foil, 0.63 for strips and 0.48 to 0.52 for the others; among
1000 wires 0.33. A wire of 40 facets has as many on the counter electrode, whose short edges meet
triangles of the largest size.
"""
COARSEST = 1.0
"""Longest edges on the front [µm], where no feature asks for shorter ones."""


def check(parameters: SectionParameters) -> None:
    section = built(parameters)
    finest = parameters.collector.finest_feature
    size = COARSEST
    if finest is not None:  # a run would refuse a coarser mesh
        size = min(size, 1e6 * finest.size / EDGES_PER_FEATURE)
    lowest = mesh_report(section, size, 6.0 * size).lowest_quality
    kind = str(parameters.collector.kind)
    assert lowest > QUALITY[kind], f"lowest quality {lowest:.3f}"


@pytest.mark.parametrize("kind", QUALITY)
def test_any_section_makes_a_good_mesh(kind: str) -> None:
    few(3)(given(sections_of(kind))(check))()


@pytest.mark.long
@pytest.mark.parametrize("kind", QUALITY)
def test_many_sections_make_a_good_mesh(kind: str) -> None:
    many(200)(given(sections_of(kind))(check))()
