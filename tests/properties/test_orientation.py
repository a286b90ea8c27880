"""Upright and inverted: the cloth is turned over, standing collectors take lithium elsewhere."""

from __future__ import annotations

from hypothesis import assume, given

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.metal import Metal
from tests.shared.drawings import differ
from tests.shared.effort import few
from tests.shared.random_cells import sections

VOLUME_PER_CHARGE = Metal().volume_per_charge


def pair(parameters: SectionParameters) -> tuple[CrossSection, CrossSection]:
    """The section upright and inverted."""
    made = []
    for orientation in ("upright", "inverted"):
        turned = parameters.model_copy(update={"orientation": orientation})
        try:
            made.append(build_section(turned, VOLUME_PER_CHARGE))
        except SectionError:  # lithium fits on one side only
            assume(False)
    return made[0], made[1]


@few(50)
@given(sections())
def test_flipped_twice_is_the_same(parameters: SectionParameters) -> None:
    for section in pair(parameters):
        twice = section.flipped().flipped()
        assert differ(twice.collector, section.collector) < 1e-9
        assert differ(twice.deposit, section.deposit) < 1e-9
        assert (twice.span, twice.width, twice.height) == (
            section.span,
            section.width,
            section.height,
        )
        once = section.flipped()
        assert abs(once.collector.area - section.collector.area) < 1e-9
        assert abs(once.deposit.area - section.deposit.area) < 1e-9


@few(20)
@given(sections(("carbon_cloth",)))
def test_an_inverted_cloth_is_the_upright_one_flipped(parameters: SectionParameters) -> None:
    upright, inverted = pair(parameters)
    flipped = upright.flipped()
    assert differ(flipped.collector, inverted.collector) < 1e-6
    assert differ(flipped.deposit, inverted.deposit) < 1e-6
    assert flipped.surfaces.keys() == inverted.surfaces.keys()
    for name, region in flipped.surfaces.items():
        assert differ(region, inverted.surfaces[name]) < 1e-6
    assert (flipped.span, flipped.height) == (inverted.span, inverted.height)


@few(100)
@given(sections(("foil", "pillars", "trench", "profile")))
def test_a_standing_collector_stays_and_keeps_its_lithium(parameters: SectionParameters) -> None:
    upright, inverted = pair(parameters)
    assert (upright.width, upright.height, upright.span) == (
        inverted.width,
        inverted.height,
        inverted.span,
    )
    assert abs(upright.deposit.area - inverted.deposit.area) < 1e-6 * upright.box.area
    assert differ(upright.collector, inverted.collector) < 1e-6 * upright.box.area
    if parameters.collector.kind == "foil":
        assert differ(upright.deposit, inverted.deposit) == 0.0
    if parameters.predeposit is not None:
        area = 1e6 * parameters.predeposit.capacity * VOLUME_PER_CHARGE * upright.width
        assert abs(upright.deposit.area / area - 1.0) < 1e-9
