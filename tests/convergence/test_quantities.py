from __future__ import annotations

import pytest

from platefront.case.load import parse_case
from platefront.convergence.levels import Refinement
from platefront.convergence.quantities import QuantityNameError, default_names, quantities_named
from tests.convergence.fake_levels import level_runs, made_up_case
from tests.shared.case_files import FOIL

RUNS = level_runs(Refinement(3, 2.0))  # edges of 2, 1 and 0.5 µm
CASE = made_up_case()


def values(name: str) -> list[float | None]:
    return quantities_named([name], CASE)[0].of(RUNS)


@pytest.mark.parametrize(
    ("name", "unit", "value"),
    [
        ("bottom_share", "1", 0.7525),
        ("gap", "µm", 35.8),
        ("capacity", "mAh/cm²", 0.2),
        ("duration", "h", 1005.0 / 3600.0),
        ("current", "mA/cm²", 0.3),
        ("trapped_area", "µm²", 0.0),
        ("min_concentration", "mol/m³", 850.0),
        ("charge.lower", "C/m", 7200.0 * 60e-6 / 1.15),
        ("current.lower", "A/m", 1e-4),
        ("thickness_mean.lower", "µm", 3.2),
        ("thickness_max.side", "µm", 0.4),
        ("thickness@3,10", "µm", 2.0),
        ("thickness@-2, 1e1", "µm", 1.0),
    ],
)
def test_named_quantities_are_those_of_the_last_state(name, unit, value):
    quantity = quantities_named([name], CASE)[0]
    assert quantity.unit == unit
    assert quantity.of(RUNS)[-1] == pytest.approx(value, abs=2e-3 if "@" in name else 1e-12)


def test_front_distances_are_to_the_finest_level():
    # the fronts are two straight edges that meet at heights 4, 1 and 0.25 µm over x = 6 µm
    largest, mean = values("front"), values("front_mean")
    assert largest[2] == mean[2] == 0.0
    assert largest[0] == pytest.approx(3.75)  # from the upper tip, straight down to the lower
    assert 0.7 < largest[1] <= 0.75
    assert 0.3 < mean[1] < 0.5 * 0.75


def test_front_distances_are_measured_by_the_largest_thickness():
    front, share = quantities_named(["front", "bottom_share"], CASE)
    assert front.size(RUNS[-1], 0.0) == pytest.approx(4.0)
    assert share.size(RUNS[-1], -0.5) == 0.5


def test_potential_of_a_case_of_given_overpotentials_has_no_value():
    assert values("potential") == [None] * 3


def test_usual_quantities_follow_the_end_and_the_front():
    assert default_names(CASE) == ["bottom_share", "duration", "gap", "front_mean"]
    timed = FOIL.replace('capacity = "0.1 mAh/cm^2"', 'time = "1 s"') + '[front]\nmode = "fixed"\n'
    assert default_names(parse_case(timed, "x")) == ["bottom_share", "capacity", "current"]
    names = [quantity.name for quantity in quantities_named([], CASE)]
    assert names == default_names(CASE)


def test_names_may_be_repeated_without_harm():
    assert [q.name for q in quantities_named(["gap", "gap", "front"], CASE)] == ["gap", "front"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("botom_share", "bottom_share"),
        ("Gap", "gap"),
        ("charge.uper", "charge.upper"),
        ("thickness_max.floor", None),
        ("thickness@1.2.3,4", None),
        ("thickness@1", None),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(name, meant):
    with pytest.raises(QuantityNameError) as caught:
        quantities_named(["gap", name], CASE)
    lines = str(caught.value).splitlines()
    assert lines[0] == f'error: unknown quantity "{name}"'
    if meant is not None:
        assert lines[1] == f'  = help: did you mean "{meant}"?'
    assert lines[-1].startswith("  = allowed: bottom_share, gap, capacity, duration")
    assert lines[-1].endswith("thickness_max.lower, thickness@x,y (µm)")
