"""A separator between lithium electrodes: against PyBaMM, and in the steady state."""

from __future__ import annotations

import math

import numpy as np

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.control import Galvanostatic
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.region import CellPath, Media
from verification.benchmarks.stored_runs import compared
from verification.finding import Benchmark, Finding, Verification
from verification.references.stored_cell import stored_with
from verification.shipped import records_of, shipped_case

CASES = ("verification/cases/separator_cell.toml", "verification/cases/separator_steady.toml")


def verify() -> Verification:
    """Run both cases."""
    transient, steady = (shipped_case(path) for path in CASES)
    findings = compared(transient, "plating and relaxation", "separator")
    return Verification((*findings, *_steady_state(steady)))


def _steady_state(case: Case) -> list[Finding]:
    """Return concentrations and potential of the steady state beside the closed ones."""
    salt, control = case.electrolyte, case.driven_step.control
    assert isinstance(salt, NernstPlanck)
    assert isinstance(control, Galvanostatic)
    current = control.largest_current
    *_, last = records_of(case)
    section = case.cross_section()
    path = Media.of(section, case.regions).path(0.0, section.height, section.width)
    faces, bulk = closed_state(salt, path, current)
    kinetic = 0.0
    volt = thermal_voltage(salt.temperature)
    for c in (faces[0], faces[-1]):  # α = 1/2, order 1 of plating: i = i0 (c e^(-η/2) - e^(η/2))
        i0 = 20.0 * math.sqrt(c / salt.concentration)
        kinetic -= 2.0 * volt * math.asinh(0.5 * current / i0)
    nernst = volt * math.log(faces[0] / faces[-1])
    separator = last.regions["separator"]
    assert last.electrode_potential is not None
    return [
        Finding("steady state: c at the front", last.min_concentration, faces[0], "mol/m³", 1e-4),
        Finding("steady state: c at the lower face", separator.lowest, faces[1], "mol/m³", 1e-4),
        Finding("steady state: c at the upper face", separator.highest, faces[2], "mol/m³", 1e-4),
        Finding(
            "steady state: potential",
            1e3 * last.electrode_potential,
            1e3 * (bulk + nernst + kinetic),
            "mV",
            1e-4,
        ),
    ]


def closed_state(salt: NernstPlanck, path: CellPath, current: float) -> tuple[Floats, float]:
    """Return c at the faces of the regions [mol/m³], and the potential in the electrolyte [V].

    f D c_y = (1 - t₊) i/F without flux of the anions, which are in equilibrium, for a 1:1 salt.

    Args:
        salt: the salt.
        path: from the front to the counter electrode.
        current: i, > 0 plating [A/m²].
    """
    slope = current / (FARADAY * salt.diffusivity) * (1.0 - salt.transference)
    rises = np.concatenate(([0.0], np.cumsum(slope * path.lengths / path.conduction)))
    weight = path.lengths * path.porosity
    mean = float(np.average(0.5 * (rises[1:] + rises[:-1]), weights=weight))
    faces: Floats = salt.concentration - mean + rises
    return faces, thermal_voltage(salt.temperature) * math.log(faces[0] / faces[-1])


STATEMENT = f"""
A separator of 25 µm with ε = 0.4 and τ = 2.5 in the gap of 200 µm between two flat lithium
electrodes. First LiPF6 in EC:EMC 3:7 (Nyman et al. 2008): 240 s at 10 mA/cm² and 120 s of
relaxation, against {stored_with()} as for the cell without a separator
(`verification/references/pybamm_cell.py`). Then a dilute salt in its steady state at 5 mA/cm²:
f D c_y = (1 - t₊) i/F in each region, ∫ ε c as at the start, and anions in equilibrium,
φ = (RT/F) ln c + const."""

BENCHMARK = Benchmark(
    name="separator_cell",
    title="Separator between lithium electrodes",
    statement=STATEMENT,
    cases=CASES,
    long=False,
    run=verify,
    not_verified="That a separator is a homogeneous medium: porosity and tortuosity are given.",
)
