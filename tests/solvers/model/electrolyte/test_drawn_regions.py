"""Regions of the electrolyte within polygons, against bands, closed solutions and no region."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.front import tracing
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.interfaces import InterfaceLines, feet_on_solids, interfaces
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.front import front_tracker
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.reversible import Reversible
from tests.shared.cells import foil, problem, round_fibre, run, with_solids

WIDTH, HEIGHT = 12.0, 30.0
LAW = ButlerVolmer(exchange_current_density=20.0)
SALT = NernstPlanck(salt_diffusivity=3e-10, transference_number=0.35)
DENSE = PorousMedium(porosity=0.4, tortuosity=2.0)
FELT = PorousMedium(porosity=0.7, host=PorousHost(specific_area=1e6, reaction=LAW))


def drawn(name: str, area: BaseGeometry, section: CrossSection) -> ElectrolyteRegion:
    return ElectrolyteRegion.within(name, area, section.period)


def banded(*, periodic: bool, as_polygon: bool) -> CrossSection:
    section = replace(foil(width=WIDTH, height=HEIGHT), periodic=periodic)
    band = ElectrolyteRegion("layer", 8.0, 19.0)
    if as_polygon:
        band = drawn("layer", shapely.box(0.0, 8.0, WIDTH, 19.0), section)
    return replace(section, regions=(band,))


@pytest.mark.parametrize(
    ("periodic", "medium"), [(False, DENSE), (True, FELT)], ids=["symmetric", "periodic host"]
)
def test_a_band_drawn_as_a_polygon_is_the_layer(periodic: bool, medium: PorousMedium) -> None:
    """The mesh is the same, and so are all numbers."""
    law = LAW if medium.host is None else Insulating()
    layer, polygon = (
        run(
            problem(
                banded(periodic=periodic, as_polygon=as_polygon),
                law,
                current=100.0,
                electrolyte=SALT,
                counter=LithiumCounter(),
                regions={"layer": medium},
                mode="fixed",
                time=4.0,
                size=2e-6,
                largest=3e-6,
            )
        )[-1]
        for as_polygon in (False, True)
    )
    assert polygon.unknowns == layer.unknowns
    assert polygon.electrode_potential == pytest.approx(layer.electrode_potential, rel=1e-10)
    assert polygon.min_concentration == pytest.approx(layer.min_concentration, rel=1e-10)
    for name in ("electrolyte", "layer"):
        assert polygon.regions[name].pores == pytest.approx(layer.regions[name].pores, rel=1e-10)
        assert polygon.regions[name].salt == pytest.approx(layer.regions[name].salt, rel=1e-10)


def ohmic(section: CrossSection, **settings: object) -> StepRecord:
    law = Linear(conductance=400.0)
    (first, *_) = run(
        problem(
            section,
            settings.pop("law", law),  # type: ignore[arg-type]
            potential=-0.05,
            electrolyte=Ohmic(conductivity=0.9),
            regions={region.name: DENSE for region in section.regions},
            mode="fixed",
            time=1.0,
            **{"size": 1e-6, "largest": 3e-6} | settings,
        )
    )
    return first


def standing(x: float, width: float = WIDTH) -> CrossSection:
    """A flat electrode with a region on the right of x, from electrode to counter electrode."""
    plate = shapely.box(0.0, 0.0, width, 2.0)
    section = with_solids(width, HEIGHT, None, plate)
    return replace(section, regions=(drawn("right", shapely.box(x, 2.0, width, HEIGHT), section),))


def test_regions_side_by_side_conduct_in_parallel() -> None:
    """Without kinetics the field is uniform in each: κ V/L (x + (W - x) f)/W."""
    share = 4.3 / WIDTH
    parallel = 0.05 * 0.9 / 28e-6 * (share + (1.0 - share) * 0.2)
    record = ohmic(standing(4.3), law=Reversible())
    assert record.current == pytest.approx(parallel, rel=1e-9)
    areas = {name: 1e12 * region.pores for name, region in record.regions.items()}
    assert areas["right"] == pytest.approx(0.4 * (WIDTH - 4.3) * 28.0, rel=1e-10)
    assert areas["electrolyte"] == pytest.approx(4.3 * 28.0, rel=1e-10)


def ring(edges: int) -> CrossSection:
    """A quarter of a round wire within a ring-shaped region, in a round cell."""

    def disc(radius: float) -> BaseGeometry:
        return round_fibre(0.0, 0.0, radius, 4 * edges).intersection(box)

    side = float(round_fibre(0.0, 0.0, 24.0, 4 * edges).bounds[2])
    box = shapely.box(0.0, 0.0, side, side)
    wall = box.difference(disc(24.0))
    section = CrossSection(
        width=side,
        height=side,
        collector=shapely.union_all([disc(6.0), wall]),
        deposit=shapely.Polygon(),
        span=(0.0, 6.0),
        surfaces={"wire": shapely.box(0.0, 1e-3, side, side)},
        counter=wall,
        footprint=24.0,
    )
    return replace(section, regions=(drawn("ring", disc(14.0).difference(disc(9.0)), section),))


def test_a_ring_around_a_round_wire_conducts_as_in_closed_form() -> None:
    """Resistances ln(r₂/r₁)/(κ f π/2) of a quarter in series, with second order."""
    radii, conduction = np.array([6.0, 9.0, 14.0, 24.0]), np.array([1.0, 0.2, 1.0])
    resistance = float((np.log(radii[1:] / radii[:-1]) / conduction).sum()) / (0.9 * 0.5 * math.pi)
    exact = 0.05 / resistance / 24e-6
    errors = []
    for edges in (8, 16):
        size = 0.5e-6 * math.pi * 6.0 / edges
        record = ohmic(ring(edges), law=Reversible(), size=size, largest=1.01 * size)
        errors.append(abs(record.current / exact - 1.0))
        ring_area = 0.25 * math.pi * (14.0**2 - 9.0**2)
        assert 1e12 * record.regions["ring"].pores == pytest.approx(0.4 * ring_area, rel=1e-9)
    rate = math.log2(errors[0] / errors[1])
    assert errors[1] < 6e-4
    assert 1.8 < rate < 2.2, f"errors {errors}: observed order {rate:.2f}"


def two_fibres() -> CrossSection:
    """Fibres in a matrix that touches one of them, a side wall and the counter electrode."""
    fibres = [round_fibre(5.0, 8.0, 2.5, 16), round_fibre(13.0, 15.0, 3.0, 20)]
    section = with_solids(18.0, 28.0, None, shapely.union_all(fibres))
    corners = [(0.0, 5.0), (9.0, 8.0), (13.0, 15.0), (14.0, 28.0), (0.0, 28.0)]
    return replace(section, regions=(drawn("matrix", shapely.Polygon(corners), section),))


def test_a_region_of_free_electrolyte_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ε = f = 1 all numbers are those of the same mesh without a region."""
    section = two_fibres()
    lines: InterfaceLines = interfaces(section)
    assert len(lines) == 3  # from wall to fibre, to fibre, to counter electrode

    def last(section: CrossSection) -> StepRecord:
        return run(
            problem(
                section,
                LAW,
                current=80.0,
                electrolyte=SALT,
                counter=LithiumCounter(),
                regions={r.name: PorousMedium(porosity=1.0) for r in section.regions},
                mode="fixed",
                time=2.0,
                size=1e-6,
            )
        )[-1]

    region = last(section)
    feet = feet_on_solids(section)
    monkeypatch.setattr(front_tracker, "interfaces", lambda _: lines)
    monkeypatch.setattr(tracing, "feet_on_solids", lambda _: feet)
    none = last(replace(section, regions=()))
    assert none.unknowns == region.unknowns
    assert not none.regions
    assert region.electrode_potential == pytest.approx(none.electrode_potential, rel=1e-9)
    assert region.min_concentration == pytest.approx(none.min_concentration, rel=1e-9)
    assert region.bottom_share == pytest.approx(none.bottom_share, rel=1e-9)
