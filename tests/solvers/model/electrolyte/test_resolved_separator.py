"""A separator with slots that are resolved, against its twin as a homogeneous layer."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.rate_law import RateLaw
from tests.shared.cells import problem, run, with_solids

KAPPA, SLOPE = 1.0, 1e4
HALF, LOW, HIGH, HEIGHT = 4.0, 15.0, 35.0, 50.0
"""Half a period, faces of the separator and height of the cell [µm]."""


def resistance(section: CrossSection, medium: PorousMedium | None, size: float) -> float:
    """Return the resistance of the electrolyte between foil and counter plane [Ω m²]."""
    laws: dict[str, RateLaw] = {"foil": Linear(conductance=SLOPE), "bars": Insulating()}
    (first, *_) = run(
        problem(
            section,
            laws,
            potential=-0.1,
            electrolyte=Ohmic(conductivity=KAPPA),
            regions={} if medium is None else {"separator": medium},
            mode="fixed",
            order=2,
            size=size * 1e-6,
            largest=2e-6,
            growth=0.3,
            time=1.0,
        )
    )
    return 0.1 / first.current - 1.0 / SLOPE


def mouth(share: float) -> float:
    """Return the resistance of a step in the width of a channel, times its conductivity.

    P. M. Hall, Thin Solid Films 1, 277 (1967/68), by a conformal map; per unit of depth.
    """
    ratio = (1.0 + share) / (1.0 - share)
    return (
        (share + 1.0 / share) * math.log(ratio) + 2.0 * math.log((1.0 - share**2) / (4.0 * share))
    ) / math.pi


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_slots_and_their_homogeneous_twin_differ_by_their_mouths(share: float) -> None:
    foil = {"foil": shapely.box(0.0, -1.0, HALF, 1.0), "bars": shapely.box(0, 1, HALF, HEIGHT)}
    bar = shapely.box(share * HALF, LOW, HALF, HIGH)
    slots = with_solids(HALF, HEIGHT, None, bar, foil)
    plain = replace(slots, collector=shapely.Polygon())
    twin = replace(plain, regions=(ElectrolyteRegion("separator", LOW, HIGH),))
    medium = PorousMedium(porosity=share, tortuosity=1.0)
    homogeneous = resistance(twin, medium, 1.0)
    layer = 1e-6 * (HIGH - LOW) / share
    assert homogeneous == pytest.approx((layer + 1e-6 * (HEIGHT - HIGH + LOW)) / KAPPA, rel=1e-9)
    found = resistance(slots, None, 0.1) - homogeneous
    exact = 2.0 * mouth(share) * 1e-6 * HALF / KAPPA
    message = f"{found:.4g} against {exact:.4g} Ω m², {exact * KAPPA / layer:.1%} of the separator"
    assert found == pytest.approx(exact, rel=1e-2), message
