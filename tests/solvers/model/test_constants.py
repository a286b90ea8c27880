"""Constants against independent numbers: every other test shares them with the solver."""

from __future__ import annotations

import pytest

from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.metal import Metal

MAH_PER_CM2 = 3.6e4  # C/m²


def test_faraday_and_thermal_voltage() -> None:
    assert pytest.approx(1.602176634e-19 * 6.02214076e23, rel=1e-9) == FARADAY
    assert thermal_voltage(298.15) == pytest.approx(25.6926e-3, rel=1e-5)


def test_a_milliampere_hour_of_lithium_is_4_85_micrometres_thick() -> None:
    assert Metal().volume_per_charge * MAH_PER_CM2 == pytest.approx(4.85e-6, rel=1e-3)
    assert Metal(porosity=0.5).volume_per_charge == pytest.approx(2.0 * Metal().volume_per_charge)


def test_two_electrons_make_half_the_metal() -> None:
    """Copper, 63.54 g/mol and 8960 kg/m³: 3.675e-11 m³/C, half of what one electron would make."""
    copper = Metal(name="copper", molar_mass=0.06354, density=8960.0, electrons=2)
    assert copper.volume_per_charge == pytest.approx(3.67489e-11, rel=1e-5)
