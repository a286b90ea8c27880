"""Between periodic walls: the same numbers as between mirrors where both are meant, and wherever
the walls are; fronts, counter electrode and fields go on across them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from scipy.spatial import cKDTree

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Profile
from platefront.geometry.collectors.curves import Sinusoid
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.transforms import made_periodic, repeated
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import problem, round_fibre, run, with_solids
from tests.shared.shifted_sections import shifted

LAW = ButlerVolmer(exchange_current_density=20.0)
WIDTH, HEIGHT = 20.0, 24.0


def wave() -> CrossSection:
    """One whole wave, which mirrors and periodic walls continue alike."""
    collector = Profile(width=WIDTH * 1e-6, curve=Sinusoid(amplitude=2e-6, waves=1.0))
    return build_section(SectionParameters(collector=collector, gap=10e-6), 1e-10)


def lopsided() -> CrossSection:
    """A large fibre beside a small, higher one: not its own mirror image."""
    fibres = [round_fibre(6.0, 8.0, 3.5, 32), round_fibre(14.0, 11.0, 2.0, 24)]
    return made_periodic(with_solids(WIDTH, HEIGHT, collector=shapely.MultiPolygon(fibres)))


def told(record: StepRecord) -> dict[str, float]:
    """Return the results that must not depend on the position of the walls."""
    surfaces = record.surfaces.values()
    return {
        "time": record.time,
        "current": record.current,
        "capacity": record.capacity,
        "gap": record.gap_to_counter,
        "lowest concentration": record.min_concentration,
        "thickest": max(surface.thickness_max for surface in surfaces),
        "electrolyte": record.electrolyte_area,
    }


def closed(case: PlatingProblem) -> list[StepRecord]:
    records = run(case)
    for record in records:
        assert abs(record.books.anions) < 1e-12
        assert abs(record.books.area) < 1e-9
        assert abs(record.books.faraday or 0.0) < 1e-9
    return records


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("part", [0.0, 0.37, 0.5])
def test_a_fixed_front_is_as_between_mirrors(order: int, part: float) -> None:
    section = wave()
    settings = {"potential": -0.1, "mode": "fixed", "time": 20.0, "order": order, "size": 0.5e-6}
    mirrors = told(closed(problem(section, LAW, **settings))[-1])
    walls = told(closed(problem(shifted(made_periodic(section), part), LAW, **settings))[-1])
    assert walls == pytest.approx(mirrors, rel=1e-5)


@pytest.mark.parametrize("part", [0.0, 0.37, 0.5])
def test_a_moving_front_is_as_between_mirrors(part: float) -> None:
    section = wave()
    settings = {"potential": -0.1, "capacity": 1.2e4, "size": 0.5e-6}
    mirrors = told(closed(problem(section, LAW, **settings))[-1])
    walls = told(closed(problem(shifted(made_periodic(section), part), LAW, **settings))[-1])
    assert walls == pytest.approx(mirrors, rel=2e-4)


def test_merging_fronts_do_not_see_the_walls() -> None:
    """Two fibres grow into one another, somewhere across the walls or away from them."""
    ends = []
    for part in (0.0, 0.25, 0.52, 0.85):
        case = problem(
            shifted(lopsided(), part),
            LAW,
            potential=-0.12,
            capacity=2.4e4,
            size=0.7e-6,
            counter=LithiumCounter(),
        )
        records = closed(case)
        assert sum(remeshed.merges for record in records for remeshed in record.remeshed) >= 1
        ends.append(told(records[-1]))
    for end in ends[1:]:
        assert end == pytest.approx(ends[0], rel=0.01)


def test_two_periods_are_one_twice() -> None:
    settings = {"potential": -0.1, "capacity": 1e4, "size": 0.7e-6}
    one = told(closed(problem(lopsided(), LAW, **settings))[-1])
    two = told(closed(problem(repeated(lopsided(), 2, by="translation"), LAW, **settings))[-1])
    assert two.pop("electrolyte") == pytest.approx(2.0 * one.pop("electrolyte"), rel=1e-9)
    assert two == pytest.approx(one, rel=5e-3)


def test_a_receding_counter_electrode_goes_on_across_the_walls() -> None:
    settings = {
        "potential": -0.1,
        "capacity": 1.2e4,
        "size": 0.7e-6,
        "counter": LithiumCounter(recession="local"),
    }
    ends = []
    for part in (0.0, 0.45):
        records = closed(problem(shifted(made_periodic(wave()), part), LAW, **settings))
        areas = [record.electrolyte_area for record in records]
        assert np.ptp(areas) < 1e-9 * areas[0], "as much dissolves as is deposited"
        ends.append(told(records[-1]))
    assert ends[1] == pytest.approx(ends[0], rel=3e-3)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.56])
def test_fields_fill_the_section_and_match_at_its_walls(part: float) -> None:
    case = problem(shifted(lopsided(), part), LAW, potential=-0.1, capacity=5e3, size=0.7e-6)
    record = run(case)[-1]
    fields = record.fields().value
    x, y = fields.points.T
    assert (x > -1e-3).all() and (x < WIDTH + 1e-3).all()
    left, right = np.flatnonzero(x < 1e-3), np.flatnonzero(x > WIDTH - 1e-3)
    assert min(len(left), len(right)) > 2
    apart, nearest = cKDTree(y[right, None]).query(y[left, None])
    assert apart.max() < 1e-3
    for values in (fields.concentration, fields.potential):
        assert values[left] == pytest.approx(values[right][nearest], rel=1e-3)
    corners = fields.points[fields.triangles]
    sides = corners[:, 1:] - corners[:, :1]
    areas = 0.5 * (sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])
    assert areas.min() > 0.0
    assert 1e-12 * areas.sum() == pytest.approx(record.electrolyte_area, rel=1e-9)
    edges = np.hypot(*(fields.points[fields.front[:, 1]] - fields.points[fields.front[:, 0]]).T)
    wetted = sum(surface.length for surface in record.surfaces.values())
    assert 1e-6 * edges.sum() == pytest.approx(wetted, rel=1e-9)
    assert edges.max() < 2.0, "no edge of the front runs across the section"
    electrolyte = shapely.union_all(shapely.polygons(corners), grid_size=1e-6)
    assert electrolyte.intersection(fields.collector).area < 1e-3
    assert fields.deposit.difference(case.section.box).area < 1e-9
