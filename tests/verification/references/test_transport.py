"""The numbers of one dimension against the fluxes of both ions, and the program's own."""

from __future__ import annotations

import pytest

from platefront.solvers.constants import FARADAY, GAS_CONSTANT
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from verification.references.transport import transport_of

SALTS = {
    "1:1": NernstPlanck(salt_diffusivity=2.93e-10, transference_number=0.4),
    "2:2": NernstPlanck(
        cation_diffusivity=7e-10, anion_diffusivity=1e-9, cation_charge=2, anion_charge=-2
    ),
    "2:1": NernstPlanck(
        cation_diffusivity=4e-10, anion_diffusivity=9e-10, cation_charge=2, anion_charge=-1
    ),
    "1:2": NernstPlanck(salt_diffusivity=5e-10, transference_number=0.3, anion_charge=-2),
}
SALT = pytest.mark.parametrize("salt", SALTS.values(), ids=SALTS.keys())


@SALT
def test_both_ions_carry_the_current_and_the_salt(salt):
    """N± = -ν± D± [c_y + z± c (F/RT) φ_y], the Nernst–Planck equation of each ion."""
    one = transport_of(salt)
    c, slope, current = 700.0, -3e7, 55.0  # mol/m³, mol/m⁴, A/m²; i > 0 flows to y = 0
    field = current / (one.conductivity * c / one.concentration)
    field -= one.junction * one.volt * slope / c
    d_plus, d_minus = salt.ion_diffusivities
    nu_plus, nu_minus = salt.stoichiometry
    scaled = FARADAY / (GAS_CONSTANT * salt.temperature) * field
    plus = -nu_plus * d_plus * (slope + salt.cation_charge * c * scaled)
    minus = -nu_minus * d_minus * (slope + salt.anion_charge * c * scaled)
    carried = FARADAY * (salt.cation_charge * plus + salt.anion_charge * minus)
    assert carried == pytest.approx(-current, rel=1e-10)
    salt_flux = -one.diffusivity * slope + one.consumption * current
    assert minus / nu_minus == pytest.approx(salt_flux, rel=1e-10)


@SALT
def test_they_are_those_of_the_program(salt):
    one = transport_of(salt)
    assert one.diffusivity == pytest.approx(salt.diffusivity, rel=1e-12)
    assert one.conductivity == pytest.approx(salt.conductivity, rel=1e-12)
    per_gradient = one.diffusivity / one.consumption
    assert per_gradient == pytest.approx(salt.current_per_gradient, rel=1e-12)


def test_one_ion_and_no_ion():
    ion = Supported(ion_diffusivity=5e-10, conductivity=10.0, cation_charge=2)
    one = transport_of(ion)
    assert one.diffusivity / one.consumption == pytest.approx(ion.current_per_gradient)
    assert (one.junction, one.proportional, one.held) == (0.0, False, False)
    assert transport_of(Ohmic(conductivity=2.0)).held
    with pytest.raises(TypeError, match="no reference"):
        transport_of("brine")
