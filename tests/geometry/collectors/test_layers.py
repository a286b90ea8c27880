"""Layers: the four positions of the carbon, molten lithium, limits."""

from __future__ import annotations

import math
from typing import Any

import pytest
import shapely
from pydantic import ValidationError

from platefront.figures.section import surface_lines
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Layers
from platefront.geometry.collectors.shapes.fibre_layer import FibreLayer
from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from platefront.geometry.section.transforms import mirrored


def layers(**keys: Any) -> CrossSection:
    return Layers(**keys).section(20.0, None, inverted=False)


def test_bottom_is_interlayer_turned_over():
    under, on = layers(position="bottom"), layers(position="interlayer")
    assert under.collector.equals_exact(on.flipped().collector, 1e-9)
    assert under.deposit.equals_exact(on.flipped().deposit, 1e-9)
    twice = under.flipped().flipped()
    assert twice.collector.equals_exact(under.collector, 1e-9)
    assert under.deposit.bounds == pytest.approx((0.0, 40.0, 60.0, 60.0))
    assert on.deposit.bounds == pytest.approx((0.0, 0.0, 60.0, 20.0))
    assert (under.width, under.height, under.span) == (90.0, 80.0, (0.0, 60.0))


@pytest.mark.parametrize("position", ["without", "interlayer", "melting", "bottom"])
def test_mirrored_the_plate_is_at_the_other_wall(position):
    section = layers(position=position)
    other = mirrored(section)
    assert other.deposit.bounds[0::2] == pytest.approx((30.0, 90.0))
    lengths = {name: line.length for name, line in surface_lines(section).items()}
    for name, line in surface_lines(other).items():
        assert line.length == pytest.approx(lengths[name], rel=1e-9), name
    assert mirrored(other).collector.equals_exact(section.collector, 1e-9)
    assert mirrored(other).deposit.equals_exact(section.deposit, 1e-9)


def test_without_is_a_bare_plate_on_the_foil():
    section = layers(position="without")
    assert section.collector.is_empty
    assert section.deposit.equals(shapely.box(0.0, 0.0, 60.0, 20.0))
    assert list(section.surfaces) == ["plate", "foil"]
    assert (section.height, section.span) == (40.0, (0.0, 20.0))


def test_molten_lithium_rises_by_the_carbon_in_it():
    """A plate as thick as the layer covers it: 38 fibres of 4π µm² over 60 µm."""
    section = layers(position="melting", plate_thickness=40e-6)
    assert len(section.collector.geoms) == 38
    level = 40.0 + 38 * 4.0 * math.pi / 60.0
    assert section.deposit.bounds == pytest.approx((0.0, 0.0, 60.0, level))
    assert len(section.deposit.interiors) == 38
    assert surface_lines(section)["carbon"].length == 0.0
    assert section.collector.bounds[3] <= 39.0 + 1e-9  # the layer keeps its thickness


def test_little_molten_lithium_fills_the_lower_pores():
    """20 µm of lithium fill 25 µm of a layer with 80 % of pores: 24 of 38 fibres are in it."""
    section = layers(position="melting", plate_thickness=20e-6)
    assert len(section.deposit.interiors) == 24
    level = 20.0 + 24 * 4.0 * math.pi / 60.0
    assert section.deposit.bounds[3] == pytest.approx(level)
    free = [fibre for fibre in section.collector.geoms if fibre.bounds[1] > level]
    assert len(free) == 14
    assert surface_lines(section)["carbon"].length == pytest.approx(sum(f.length for f in free))
    assert section.span == (0.0, 40.0)


def test_the_same_seed_makes_the_same_stack():
    assert layers(seed=3).collector.equals(layers(seed=3).collector)
    assert not layers(seed=3).collector.equals_exact(layers(seed=4).collector, 1.0)


def test_finest_feature_is_the_shortest_length():
    assert Layers().finest_feature == ("fibre diameter", 4e-6)
    assert Layers(position="without").finest_feature == ("plate thickness", 20e-6)
    assert Layers(plate_thickness=3e-6).finest_feature == ("plate thickness", 3e-6)
    assert Layers(edge_gap=2e-6).finest_feature == ("edge gap", 2e-6)
    narrow = Layers(position="without", plate_width=10e-6)
    assert narrow.finest_feature == ("plate width", 10e-6)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"carbon_thickness": 5e-6}, "carbon_thickness has no room for a fibre with min_gap on"),
        ({"plate_width": 5e-6}, "plate_width has no room for a fibre with min_gap on both sides"),
        ({"porosity": 0.2}, "greater than or equal to 0.4"),
        ({"edge_gap": 0.0}, "greater than 0.00000001"),
        ({"position": "top"}, "Input should be 'without', 'interlayer', 'melting' or 'bottom'"),
    ],
)
def test_impossible_keys_are_refused(keys, message):
    with pytest.raises(ValidationError, match=message):
        Layers(**keys)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"porosity": 0.4, "min_gap": 3e-6}, r"115 fibres of 4 µm cannot be placed in the carbon"),
        ({"porosity": 0.995, "carbon_thickness": 10e-6}, r"holds no fibre: one of 4 µm fills more"),
        ({"fibre_diameter": 0.3e-6, "min_gap": 0.1e-6}, r"would hold 6\.79e\+03 fibres, more than"),
        (
            {"position": "melting", "plate_thickness": 4e-6},
            r"the lithium would stand 5\.047 µm high in the carbon layer, but fibres lie wholly in "
            r"it or above it and need 6\.\d+ µm: raise plate_thickness",
        ),
    ],
)
def test_impossible_stacks_are_refused(keys, message):
    with pytest.raises(SectionError, match=message):
        layers(**keys)


def test_a_rectangle_as_thin_as_a_fibre_holds_none():
    layer = FibreLayer(diameter=4.0, min_gap=1.0, facets=16, seed=1)
    with pytest.raises(SectionError, match="a fibre of 4 µm with min_gap = 1 µm on both sides"):
        layer.fibres(shapely.box(0.0, 0.0, 60.0, 6.0), 1)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"orientation": "inverted"}, 'no orientation "inverted": position = "interlayer" has the'),
        ({"predeposit": Predeposit(capacity=10e3)}, "the plate is the lithium of a stack of"),
    ],
)
def test_position_and_plate_say_it_all(keys, message):
    parameters = SectionParameters(collector=Layers(), gap=20e-6, **keys)
    with pytest.raises(SectionError, match=message):
        build_section(parameters, 1e-10)
