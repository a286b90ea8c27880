"""The checkout's case files, and case texts that tests change and read."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = ROOT / "cases"
CASE_FILES = sorted(CASES.rglob("*.toml"))

FOIL = """
[section]
gap = "100 um"

[section.collector]
kind = "foil"
width = "20 um"

[electrolyte]
concentration = "1 mol/L"
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4

[control]
mode = "overpotentials"

[surfaces.foil]
law = "overpotential"
overpotential = "-30 mV"

[mesh]
front_size = "2 um"
largest_size = "5 um"

[stop]
capacity = "0.1 mAh/cm^2"
"""

CLOTH = (
    FOIL.replace('kind = "foil"\nwidth = "20 um"', 'kind = "carbon_cloth"\nwidth = "225 um"')
    .replace(
        "[surfaces.foil]",
        '[surfaces.bare]\nlaw = "overpotential"\noverpotential = "-1 mV"\n\n[surfaces.lithiated]',
    )
    .replace('gap = "100 um"', 'gap = "50 um"')
    + '\n[section.predeposit]\ncapacity = "6 mAh/cm^2"\n'
)
