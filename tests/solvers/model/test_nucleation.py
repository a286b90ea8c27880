"""Nucleation barrier, bare host, insulating surfaces."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from scipy.integrate import solve_ivp

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Pillars
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from tests.shared.cells import PLATING, SALT, at, butler_volmer, foil, problem, run

COVER = 1e-8  # m
SLOW = ButlerVolmer(
    exchange_current_density=0.05, nucleation_barrier=0.06, nucleation_thickness=COVER
)
POTENTIAL = -0.1


def covered_current(thickness: float) -> float:
    """i [A/m²] without depletion on host with lithium of a thickness [m]."""
    exposed = np.exp(-thickness / COVER)
    eta = POTENTIAL + SLOW.nucleation_barrier * exposed
    return butler_volmer(SLOW, float(eta), 1.0, SALT)


def growth_times() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the times at which a film is 0.5, 1, 2, 5 and 12 times as thick as the cover [s]."""
    thickness = np.array([0.5, 1.0, 2.0, 5.0, 12.0]) * COVER
    per_charge = Metal().volume_per_charge
    solution = solve_ivp(
        lambda h, _: [1.0 / (per_charge * covered_current(h))],
        (0.0, thickness[-1]),
        [0.0],
        "DOP853",
        thickness,
        rtol=1e-11,
    )
    return tuple(solution.y[0]), tuple(thickness)


@pytest.mark.parametrize("mode", ["fixed", "moving"])
def test_barrier_delays_plating_and_fades_with_coverage(mode: str) -> None:
    times, thickness = growth_times()
    records = run(
        problem(
            foil(height=10.0, bare=True),
            SLOW,
            mode=mode,
            potential=POTENTIAL,
            must_hit=times,
            time=times[-1],
            largest_step=times[0] / 20.0,
        )
    )
    first = records[0].current / covered_current(0.0) - 1.0
    assert abs(first) < 1e-3, f"first current off by {first:.1e}"
    for time, wanted in zip(times, thickness, strict=True):
        record = at(records, time)
        off = record.surfaces["foil"].thickness_mean / wanted - 1.0
        assert abs(off) < 1e-3, f"t = {time:.4g} s: thickness off by {off:.1e}"
        off = record.current / covered_current(wanted) - 1.0
        assert abs(off) < 1e-3, f"t = {time:.4g} s: current off by {off:.1e}"
    free = butler_volmer(SLOW, POTENTIAL, 1.0, SALT)
    assert records[0].current < 0.35 * free, "the barrier hardly hinders"
    assert records[-1].current == pytest.approx(free, rel=1e-3)


@pytest.mark.parametrize(
    ("law", "potential"),
    [(ButlerVolmer(), 0.1), (GivenOverpotential(overpotential=0.1), None)],
    ids=["butler_volmer", "overpotential"],
)
def test_bare_host_strips_nothing_where_lithium_does(
    law: ButlerVolmer | GivenOverpotential, potential: float | None
) -> None:
    host = run(problem(foil(bare=True), law, potential=potential, time=5.0))
    most = max(abs(record.current) for record in host)
    assert most < 1e-10, f"{most:.3g} A/m² from bare host"
    assert host[-1].electrolyte_area == pytest.approx(host[0].electrolyte_area, rel=1e-14)
    lithium = run(problem(foil(layer=4.0), law, potential=potential, time=5.0))
    assert lithium[-1].current < -1.0, f"lithium gives {lithium[-1].current:.3g} A/m²"
    lost = 1e12 * (lithium[0].deposit_area - lithium[-1].deposit_area)
    assert lost > 0.01, f"stripping took {lost:.2g} µm²"


def test_insulating_surfaces_carry_nothing() -> None:
    pillars = Pillars(width=6e-6, height=8e-6, pitch=12e-6)
    section = build_section(SectionParameters(collector=pillars, gap=12e-6), 1.0)
    laws = {"upper": PLATING, "side": Insulating(), "lower": PLATING}
    last = run(problem(section, laws, time=60.0))[-1]
    side = last.surfaces["side"]
    assert side.current == side.charge == 0.0
    # Where the deposit on tops and floor meets the sides, the vertex belongs to both.
    for name in ("upper", "lower"):
        surface = last.surfaces[name]
        assert surface.current > 0.0 and surface.thickness_mean > 1e-7, f"{name}: {surface}"
    reacting = 1e-6 * (6.0 + 6.0)
    made = sum(surface.charge for surface in last.surfaces.values())
    even = made * Metal().volume_per_charge / reacting
    assert 0.2 * even < last.surfaces["upper"].thickness_mean < 2.0 * even
    assert side.thickness_mean < 0.2 * even, "the insulating sides grew"
    assert shapely.area(section.collector) > 0.0
