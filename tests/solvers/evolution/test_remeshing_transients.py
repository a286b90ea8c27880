"""A run on ever new meshes is that on one mesh: steps, charges, currents, with nothing scaled.

Steep transients, in which a salt gradient grows from nothing, on two surfaces of which one draws
its current from beside the other.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.model.control import Potentiostatic
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.cells import foil, problem
from tests.shared.remeshing import outcome

STANDING = Metal(density=5.34e5)
"""So dense that the front stays: its own resampling is no part of the comparison."""
LIGHT = Metal(density=100.0)
STRONG = GivenOverpotential(overpotential=-0.2, exchange_current_density=20.0)
MIXED = {
    "floor": GivenOverpotential(overpotential=-0.03, exchange_current_density=20.0),
    "fin": STRONG,
}
SLOW = ButlerVolmer(exchange_current_density=20.0)


def fin() -> CrossSection:
    """A fin on a floor, 14 µm high; half of the salt below its top is for the floor."""
    metal = shapely.union_all([shapely.box(0, 0, 24, 2), shapely.box(8, 0, 16, 16)])
    return CrossSection(
        width=24.0,
        height=60.0,
        collector=shapely.Polygon(),
        deposit=metal,
        span=(0.0, 16.0),
        surfaces={"floor": shapely.box(0, -1, 24, 6), "fin": shapely.box(0, 6, 24, 60)},
    )


def on_fin(law: RateLaw | Mapping[str, RateLaw], time: float, **changes: object) -> PlatingProblem:
    laws = law if isinstance(law, Mapping) else dict.fromkeys(("floor", "fin"), law)
    return problem(fin(), laws, metal=STANDING, time=time, **changes)


CASES = {
    "overpotential step": lambda **c: on_fin(STRONG, 20.0, **c),
    "two overpotentials": lambda **c: on_fin(MIXED, 20.0, **c),
    "galvanostatic step": lambda **c: on_fin(SLOW, 20.0, current=400.0, **c),
    "potential step": lambda **c: on_fin(SLOW, 20.0, potential=-0.15, **c),
    "fixed amount of salt": lambda **c: on_fin(
        SLOW, 20.0, current=400.0, counter=LithiumCounter(), **c
    ),
    "moving front": lambda **c: problem(
        foil(4.0, 40.0, layer=2.0), STRONG, metal=LIGHT, time=8.0, **c
    ),
}


def check(name: str, every: int, monkeypatch: pytest.MonkeyPatch, **changes: object) -> int:
    """Compare a run on many meshes with that on one; return the number of remeshings."""
    one = outcome(CASES[name](**changes), None, monkeypatch)
    many = outcome(CASES[name](**changes), every, monkeypatch)
    count = len(many.remeshings)
    assert not one.remeshings
    assert all(remeshing.resumed for remeshing in many.remeshings)
    assert abs(many.steps - one.steps) <= 2, f"{many.steps} steps instead of {one.steps}"
    corrections = np.array([remeshing.salt_correction for remeshing in many.remeshings])
    assert np.abs(corrections).sum() < 1e-6, f"salt scaled by {corrections.sum():.1e}"
    for what in ("charges", "currents"):
        off = np.abs(getattr(many, what) / getattr(one, what) - 1.0).max()
        assert off < 1e-3, f"{what} differ by {off:.1e} after {count} remeshings"
    return count


@pytest.mark.parametrize("name", CASES)
@pytest.mark.slow
def test_new_meshes_make_no_difference(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(name, 5, monkeypatch, tolerance=2e-3) >= 7


def film() -> PlatingProblem:
    """A quarter of a micrometre on bare host, stripped at a current that falls with its thickness.

    The cover of the barrier is 0.1 µm.
    """
    law = ButlerVolmer(exchange_current_density=2.0, nucleation_barrier=0.03)
    plate = ProtocolStep(Potentiostatic(electrode_potential=-0.1), StopSettings(capacity=2500.0))
    strip = ProtocolStep(
        Potentiostatic(electrode_potential=0.05), StopSettings(capacity=-2300.0), number=2
    )
    return problem(foil(bare=True), law, protocol=Protocol((plate, strip)))


@pytest.mark.parametrize("every", [1, 4])
@pytest.mark.slow
def test_a_film_is_stripped_in_as_many_steps(every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change of its thickness belongs to that of the current, also across a new mesh."""
    one = outcome(film(), None, monkeypatch)
    many = outcome(film(), every, monkeypatch)
    assert len(many.remeshings) > 18
    assert many.steps < 1.1 * one.steps, f"{many.steps} steps instead of {one.steps}"
    off = float(np.abs(many.currents / one.currents - 1.0).max())
    assert off < 1e-5, f"the last current differs by {off:.1e}"


@pytest.mark.parametrize("name", ["overpotential step", "galvanostatic step", "moving front"])
@pytest.mark.slow
def test_a_restart_is_short_and_grows_under_control(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A last step without a solution on the new mesh."""

    def fail(*_: object) -> None:
        raise NotConvergedError("as if")

    monkeypatch.setattr(Transport, "step", fail)
    one = outcome(CASES[name](), None, monkeypatch)
    many = outcome(CASES[name](), 12, monkeypatch)
    assert len(many.remeshings) >= 4
    assert not any(remeshing.resumed for remeshing in many.remeshings)
    assert many.steps > one.steps
    off = np.abs(many.charges / one.charges - 1.0).max()
    assert off < 3e-3, f"charges differ by {off:.1e}"


@pytest.mark.long
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("name", CASES)
def test_a_hundred_new_meshes(name: str, order: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tolerance = 1.5e-4 if name == "fixed amount of salt" else 3e-4
    assert check(name, 1, monkeypatch, tolerance=tolerance, order=order) >= 99
