"""Each stopping criterion by itself, without a mesh."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.settings import FrontSettings, MeshSettings
from platefront.solvers.model.stopping.capacity import Capacity
from platefront.solvers.model.stopping.criterion import CRITERIA
from platefront.solvers.model.stopping.duration import Duration
from platefront.solvers.model.stopping.gap_to_counter import GapToCounter
from platefront.solvers.model.stopping.gap_to_layer import GapToLayer
from platefront.solvers.model.stopping.no_room import NoRoom
from platefront.solvers.model.stopping.out_of_reach import OutOfReach
from platefront.solvers.model.stopping.settings import StopSettings
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.stripped_empty import StrippedEmpty

MESH = MeshSettings(front_size=2e-6, largest_size=5e-6)
FRONT = FrontSettings()
START = RunStatus(
    time=0.0,
    resolution=0.0,
    time_step=0.0,
    capacity=0.0,
    charge_exchanged=0.0,
    current=10.0,
    electrode_potential=None,
    bottom_share=None,
    metal_left=None,
    gap_to_counter=50e-6,
    gap_to_layer=None,
    room_left=None,
    thickness_max=0.0,
    min_concentration=1000.0,
    pores_closed=0,
    moving=True,
    diffusion_time=20.0,
)
CLOSE = "the electrode is as close to the counter electrode as allowed"


def test_capacity_is_reached_to_round_off():
    end = Capacity(value=1000.0)
    assert end.reason(replace(START, capacity=999.99999)) == ""
    assert end.reason(replace(START, capacity=1000.0 * (1 - 1e-10))) == "capacity reached"
    assert end.reason(replace(START, capacity=1001.0)) == "capacity reached"
    assert end.fraction_done(replace(START, capacity=250.0)) == 0.25
    assert (end.last_time, end.last_capacity) == (None, 1000.0)


def test_time_is_reached_to_round_off():
    end = Duration(value=60.0)
    assert end.reason(replace(START, time=59.9999)) == ""
    assert end.reason(replace(START, time=60.0 * (1 - 1e-10))) == "time reached"
    assert end.fraction_done(replace(START, time=45.0)) == 0.75
    assert (end.last_time, end.last_capacity) == (60.0, None)


def test_gap_ends_runs_of_moving_fronts():
    end = GapToCounter(value=10e-6)
    assert end.reason(replace(START, gap_to_counter=10.1e-6)) == ""
    assert end.reason(replace(START, gap_to_counter=10e-6)) == CLOSE
    assert end.reason(replace(START, gap_to_counter=1e-6, moving=False)) == ""
    assert (end.last_time, end.last_capacity) == (None, None)
    assert end.fraction_done(START) == 0.0


def section(deposit: float) -> CrossSection:
    """A foil at y = 0 that bears a layer, below a counter electrode at 30 µm."""
    layer = shapely.box(0.0, 0.0, 10.0, deposit) if deposit else shapely.Polygon()
    return CrossSection(10.0, 30.0, shapely.Polygon(), layer, (0.0, 0.0), {})


def test_gap_must_be_left_at_the_start():
    end = GapToCounter(value=10e-6)
    assert end.misfit(section(0.0)) is None
    assert end.misfit(section(19.9)) is None
    misfit = end.misfit(section(21.0))
    assert misfit is not None
    assert misfit.reason.format("G", "L") == (
        "gap_to_counter is G, but the pre-deposited metal leaves only L at the start"
    )
    assert misfit.numbers == ((10e-6, "m"), (pytest.approx(9e-6), "m"))


AT_REST = replace(START, time_step=200.0)


def test_capacity_is_out_of_reach_when_nothing_happens_in_a_long_step():
    end = OutOfReach(capacity=1000.0)
    assert end.reason(replace(AT_REST, capacity=-25.0)) == (
        "nothing is plated or stripped any more "
        "(-0.025 of the capacity plated; negative potentials plate)"
    )
    assert end.reason(replace(AT_REST, charge_exchanged=1.1e-6)) == "", "slow plating is no rest"
    assert end.reason(replace(AT_REST, time_step=199.0)) == "", "too short a step to tell"


def test_capacity_is_out_of_reach_of_a_fixed_front_that_is_stripped():
    end = OutOfReach(capacity=1000.0)
    stripped = replace(START, capacity=-1000.0, moving=False, charge_exchanged=5.0)
    assert end.reason(stripped) == (
        "the front is fixed and stripped without end "
        "(-1 of the capacity plated; negative potentials plate)"
    )
    assert end.reason(replace(stripped, moving=True)) == ""
    assert end.reason(replace(stripped, capacity=-999.0)) == ""


def test_keys_of_the_package():
    assert list(CRITERIA.members) == [
        "capacity",
        "time",
        "gap_to_counter",
        "gap_to_layer",
        "potential_below",
        "potential_above",
        "current_below",
        "concentration_below",
        "pores_closed",
    ]
    defaults = {key: kind.default(MESH, FRONT) for key, kind in CRITERIA.members.items()}
    assert {key: end for key, end in defaults.items() if end} == {
        "gap_to_counter": GapToCounter(value=4e-6),
        "gap_to_layer": GapToLayer(value=4e-6),
    }


def test_criteria_in_force():
    gaps = GapToCounter(value=4e-6), GapToLayer(value=4e-6)
    empty, out_of_reach = (StrippedEmpty(), NoRoom()), OutOfReach(capacity=9.0)
    assert StopSettings(time=5.0).in_force(MESH, FRONT) == (Duration(value=5.0), *gaps, *empty)
    of_capacity = (Capacity(value=9.0), *gaps, *empty, out_of_reach)
    assert StopSettings(capacity=9.0).in_force(MESH, FRONT) == of_capacity
    both = StopSettings(time=5.0, capacity=9.0, gap_to_counter=1e-6)
    assert both.in_force(MESH, FRONT) == (*both.criteria, gaps[1], *empty)
    assert both.criteria == (Capacity(value=9.0), Duration(value=5.0), GapToCounter(value=1e-6))


def test_defaults_are_written_out_where_nothing_is_given():
    written = StopSettings(time=5.0, gap_to_counter=4e-6, gap_to_layer=4e-6)
    assert StopSettings(time=5.0).with_defaults(MESH, FRONT) == written
    given = StopSettings(time=5.0, gap_to_counter=1e-6, gap_to_layer=2e-6)
    assert given.with_defaults(MESH, FRONT) == given


def test_last_instants():
    assert (StopSettings(time=5.0).last_time, StopSettings(time=5.0).last_capacity) == (5.0, None)
    both = StopSettings(time=5.0, capacity=9.0)
    assert (both.last_time, both.last_capacity) == (5.0, 9.0)


@pytest.mark.parametrize("given", [{}, {"gap_to_counter": 1e-6}, {"potential_below": -0.1}])
def test_only_times_and_capacities_come_in_any_case(given):
    assert not StopSettings(**given).has_end
    assert StopSettings(**given, time=5.0).has_end
    assert StopSettings(**given, capacity=-5.0).has_end


def test_settings_are_sent_to_other_processes():
    settings = StopSettings(time=5.0, gap_to_counter=1e-6)
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_a_front_that_stops_at_layers_ends_where_no_room_is_left():
    stops = FrontSettings(at_layer="stop")
    assert GapToLayer.default(MESH, stops) is None
    full = replace(START, current=1.0, room_left=0.019)
    assert NoRoom().reason(full)
    assert not NoRoom().reason(replace(full, room_left=0.021))
    assert not NoRoom().reason(replace(full, current=-1.0))
    assert not NoRoom().reason(replace(full, room_left=None))
