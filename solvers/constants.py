"""Physical constants (CODATA 2018, exact) and units of capacity and amount."""

from __future__ import annotations

FARADAY = 96485.33212  # C/mol
GAS_CONSTANT = 8.314462618  # J/(mol K)
ELEMENTARY_CHARGE = 1.602176634e-19  # C
COULOMB_PER_MAH = 3.6  # C
COULOMB_PER_M2_PER_MAH_PER_CM2 = 3.6e4  # (C/m²) / (mAh/cm²)
SECONDS_PER_HOUR = 3600.0
SECONDS_PER_MINUTE = 60.0
UMOL_PER_MOL = 1e6  # µmol/mol


def thermal_voltage(temperature: float) -> float:
    """Return RT/F [V] at `temperature` [K]; 25.69 mV at 298.15 K."""
    return GAS_CONSTANT * temperature / FARADAY
