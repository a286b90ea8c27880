"""Components of manufactured solutions, each tested by itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import ufl
from scipy import constants
from ufl.algorithms.apply_algebra_lowering import apply_algebra_lowering
from ufl.algorithms.apply_derivatives import apply_derivatives

from platefront.geometry.mesh.triangulation import signed_areas
from platefront.solvers.mesh.domain import UFL_MESH
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.marcus_hush_chidsey import MarcusHushChidsey
from verification.manufactured.box import HEIGHT, WIDTH, box_mesh
from verification.manufactured.exact_fields import Parabolas, SlopeOfHost, Waves
from verification.manufactured.kinetics import behind_film, butler_volmer, marcus_hush_chidsey
from verification.manufactured.models import HOST, ONE_TO_ONE, solids
from verification.manufactured.motion import Rise
from verification.manufactured.rates import fitted_order
from verification.manufactured.strong_forms import (
    BinarySalt,
    F,
    OhmicSolution,
    R,
    Rows,
    SupportedIon,
)

SALT = NernstPlanck(cation_diffusivity=3e-10, anion_diffusivity=5e-10)
T = SALT.temperature
X, Y = ufl.SpatialCoordinate(UFL_MESH)
POINT = (0.3, 1.1)
"""Where sources are evaluated [µm]."""


def value(expression: Any) -> float:
    lowered = apply_derivatives(apply_algebra_lowering(ufl.as_ufl(expression)))
    return float(lowered(POINT))


def values(rows: Rows) -> tuple[float, float]:
    return value(rows.amount), value(rows.charge)


# --- known solutions need no sources


def test_steady_salt_between_electrodes_needs_no_source() -> None:
    # The anions rest: c linear, φ = (RT/F) ln c.
    c = 1000.0 * (0.5 + 0.3 * Y)
    phi = R * T / F * ufl.ln(c / 1000.0)
    amount, charge = values(BinarySalt(SALT).sources(c, phi, 0.0))
    size = 5e-10 * 1000.0 / 1e-12
    assert abs(amount) < 1e-12 * size
    assert abs(charge) < 1e-12 * size * F


def test_salt_that_diffuses_without_current_needs_no_source() -> None:
    # J = 0 makes a diffusion potential; the salt decays with D = 2 D₊D₋/(D₊ + D₋).
    d_plus, d_minus = 3e-10, 5e-10
    wave = math.pi / 2e-6
    decay = 2.0 * d_plus * d_minus / (d_plus + d_minus) * wave**2
    swing = 300.0 * ufl.cos(wave * 1e-6 * X)
    c = 1000.0 + swing
    phi = -(d_plus - d_minus) / (d_plus + d_minus) * R * T / F * ufl.ln(c / 1000.0)
    amount, charge = values(BinarySalt(SALT).sources(c, phi, -decay * swing))
    assert abs(amount) < 1e-12 * decay * 300.0
    assert abs(charge) < 1e-12 * decay * 300.0 * F


def test_plating_at_the_limit_between_electrodes_leaves_no_surplus() -> None:
    # i = (1 - t₊)⁻¹ F D ∂c/∂y = 2 F D₊ ∂c/∂y at a front that faces up and stands still.
    c = 1000.0 * (0.5 + 0.3 * Y)
    phi = R * T / F * ufl.ln(c / 1000.0)
    slope = 1000.0 * 0.3 / 1e-6
    normal, rest = ufl.as_vector((0.0, -1.0)), ufl.as_vector((0.0, 0.0))
    plating = 2.0 * F * 3e-10 * slope
    surplus = BinarySalt(SALT).surplus(c, phi, normal, rest, plating)
    assert values(surplus) == pytest.approx((0.0, 0.0), abs=1e-9 * plating)


def test_uniform_salt_is_swept_along_by_a_front() -> None:
    # A front that rises by w with no flux across leaves c w of the anions behind: that is missing.
    normal, velocity = ufl.as_vector((0.0, -1.0)), ufl.as_vector((0.0, 1e-6))
    still = 1e-30 * X  # UFL wants to see the mesh
    amount, charge = values(BinarySalt(SALT).surplus(1000.0 + still, still, normal, velocity, 0.0))
    assert amount == pytest.approx(1000.0 * 1e-6, rel=1e-12)
    assert abs(charge) < 1e-12 * F * 1000.0 * 1e-6  # cations and anions alike


def test_supported_ion_decays_and_is_taken_by_its_charge() -> None:
    ion = Supported(ion_diffusivity=4e-10, conductivity=2.0, cation_charge=2)
    wave = math.pi / 2e-6
    swing = ufl.cos(wave * 1e-6 * X)
    amount, charge = values(
        SupportedIon(ion).sources(10.0 + swing, 3e4 * Y * 1e-6, -4e-10 * wave**2 * swing)
    )
    assert abs(amount) < 1e-12 * 4e-10 * wave**2
    assert charge == 0.0
    normal, rest = ufl.as_vector((0.0, -1.0)), ufl.as_vector((0.0, 0.0))
    current = 2.0 * F * 4e-10 * 1e8
    surplus = SupportedIon(ion).surplus(
        1e8 * 1e-6 * Y, current / 2.0 * 1e-6 * Y, normal, rest, current
    )
    assert values(surplus) == pytest.approx((0.0, 0.0), abs=1e-9)


def test_ohmic_solution_needs_no_source_for_a_harmonic_potential() -> None:
    rows = OhmicSolution(Ohmic(conductivity=2.0)).sources(1000.0, X**2 - Y**2, 0.0)
    assert values(rows)[1] == 0.0


# --- fields, motion, meshes, slopes


@pytest.mark.parametrize("fields", [Waves(0.02), Parabolas(0.01)])
def test_fields_meet_reservoir_and_walls_and_keep_salt(fields: Waves | Parabolas) -> None:
    x, step = np.linspace(0.0, WIDTH, 41), 1e-6
    for time in np.linspace(0.0, fields.duration, 11):
        assert fields.concentration(x, HEIGHT, time, np) == pytest.approx(1.0, abs=1e-14)
        assert fields.potential(x, HEIGHT, time, np) == pytest.approx(0.0, abs=1e-14)
        grid = np.meshgrid(x, np.linspace(0.0, HEIGHT, 41))
        assert np.min(fields.concentration(*grid, time, np)) > 0.2
        for wall in (0.0, WIDTH):
            for field in (fields.concentration, fields.potential):
                across = field(wall + step, 0.5, time, np) - field(wall - step, 0.5, time, np)
                assert abs(across) < 1e-10


def test_velocity_is_the_derivative_of_the_positions() -> None:
    motion = Rise(0.01, height=0.3, wave=0.2)
    start = box_mesh(0.5).points
    time, step = 0.004, 1e-7
    difference = motion.positions(start, time + step) - motion.positions(start, time - step)
    assert motion.velocities(start, time) == pytest.approx(difference / (2 * step), abs=1e-5)
    top = start[:, 1] == HEIGHT
    assert np.array_equal(motion.positions(start, time)[top], start[top])
    assert np.ptp(motion.positions(start, 0.01)[start[:, 1] == 0.0, 1]) > 0.1  # uneven


def test_curve_that_a_bottom_without_sliding_follows() -> None:
    motion = Rise(0.01, height=0.3, wave=0.2, slide=0.0)
    time, ends = 0.004, np.array([[POINT[0] - 1e-5, 0.0], [POINT[0] + 1e-5, 0.0]])
    tangent = np.diff(motion.positions(ends, time), axis=0)[0]
    normal = [value(component) for component in motion.normal(X, time)]
    assert np.hypot(*normal) == pytest.approx(1.0)
    assert normal[1] < 0.0
    assert abs(normal @ tangent) < 1e-9 * np.hypot(*tangent)
    velocity = [value(component) for component in motion.velocity(X, time)]
    assert velocity == pytest.approx(motion.velocities(ends, time).mean(axis=0), rel=1e-6)


def test_refined_mesh_covers_the_same_box_with_all_edges_tagged() -> None:
    coarse, fine = box_mesh(0.5), box_mesh(0.5, 2)
    assert len(fine.triangles) == 16 * len(coarse.triangles)
    areas = signed_areas(fine.points, fine.triangles)
    assert areas.min() > 0.0
    assert areas.sum() == pytest.approx(WIDTH * HEIGHT, rel=1e-12)
    assert len(np.unique(np.round(fine.points, 9), axis=0)) == len(fine.points)
    lengths = np.linalg.norm(np.diff(fine.points[fine.edges], axis=1)[:, 0], axis=1)
    for tag in np.unique(coarse.tags):
        before = np.diff(coarse.points[coarse.edges[coarse.tags == tag]], axis=1)[:, 0]
        assert lengths[fine.tags == tag].sum() == pytest.approx(
            np.linalg.norm(before, axis=1).sum()
        )


def test_order_is_fitted_and_needs_three_refinements() -> None:
    sizes = [0.4, 0.2, 0.1, 0.05]
    assert fitted_order(sizes, [7.0 * size**2.5 for size in sizes]) == pytest.approx(2.5)
    with pytest.raises(ValueError, match="three refinements"):
        fitted_order(sizes[:3], sizes[:3])
    with pytest.raises(ValueError, match="no order"):
        fitted_order(sizes, [1.0, 0.1, 0.01, 0.0])


# --- rate laws, hosts and solids


@pytest.mark.parametrize("driven", [-0.15, -0.02, 0.03])
def test_current_behind_a_film_solves_its_equation(driven: float) -> None:
    law = ButlerVolmer(exchange_current_density=2000.0, film_resistance=5e-6)
    volt, activity = R * T / F, 0.7
    found = float(behind_film(law, activity, driven, volt))
    again = float(butler_volmer(law, activity, driven + 5e-6 * found, volt))
    assert found == pytest.approx(again, rel=1e-12)
    assert abs(found) < 0.9 * abs(float(butler_volmer(law, activity, driven, volt)))


def test_marcus_hush_and_chidsey_near_equilibrium() -> None:
    """No current at the Nernst potential, and the resistance RT/(F i0) there."""
    law = MarcusHushChidsey(
        exchange_current_density=100.0, reorganisation_energy=0.1 * constants.elementary_charge
    )
    volt = R * T / F

    def at(activity: float, eta: float) -> float:
        return float(marcus_hush_chidsey(law, activity, eta, volt, T))

    assert abs(at(0.5, volt * math.log(0.5))) < 1e-9 * 100.0
    assert at(1.0, -1e-5) == pytest.approx(100.0 * 1e-5 / volt, rel=1e-6)


def test_potential_that_falls_evenly_in_a_host_needs_no_source() -> None:
    """i = σ_h h/L passes deposit and contact: w = h + (r_c + δ/σ_d) i."""
    even = solids(SlopeOfHost(0.01), wave=0.0)
    volt, h = R * T / F, value(SlopeOfHost(0.01).at(X, 1.0, 0.0, ufl))
    front = even.front(volt, 0.0)
    current = value(front.current)
    assert value(even.of_host(volt, 0.0)) == 0.0
    assert current == pytest.approx(1.5 * volt * h / 1e-6, rel=1e-12)
    rise = volt * h + (3e-7 + 0.2e-6 / 2.0) * current
    assert value(front.potential) == pytest.approx(rise, rel=1e-12)


def test_metal_of_a_host_grows_by_the_charge_of_its_walls() -> None:
    """G is what is missing: none if s grows by a i_n V_m/(n_e F (1 - ε_d))."""
    now = ufl.variable(ufl.as_ufl(0.0))
    still = 1e-30 * X
    reaction = value(HOST.reaction(ONE_TO_ONE, 1000.0 + still, still, now))
    source = value(HOST.of_metal(ONE_TO_ONE, 1000.0 + still, still, now))
    assert reaction > 0.0
    assert -source == pytest.approx(6.941e-3 / 534.0 / F / 0.7 * reaction, rel=1e-12)
