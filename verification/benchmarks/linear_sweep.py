"""Linear sweep of the potential in supporting electrolyte: the peak of Berzins and Delahay."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from platefront.figures.palette import CURVES
from platefront.figures.style import plain_axes
from platefront.geometry.arrays import Floats
from platefront.solvers.model.control import Sweep
from platefront.solvers.model.electrolyte.supported import Supported
from verification.finding import Benchmark, Finding, Verification
from verification.references.linear_sweep import BERZINS_DELAHAY, ReversibleSweep
from verification.shipped import records_of, shipped_case

CASE = "verification/cases/linear_sweep.toml"
PEAK_POTENTIAL = 0.854
"""Published potential of the peak below equilibrium, in RT/(nF)."""


def verify() -> Verification:
    """Run the case and compare."""
    case = shipped_case(CASE)
    ion, sweep = case.electrolyte, case.problem().protocol.steps[0].control
    assert isinstance(ion, Supported) and isinstance(sweep, Sweep)
    exact = ReversibleSweep(
        rate=sweep.rate,
        diffusivity=ion.ion_diffusivity,
        concentration=ion.concentration,
        electrons=ion.cation_charge,
        temperature=ion.temperature,
        length=case.section.gap,
    )
    records = list(records_of(case))
    time = np.array([record.time for record in records])
    potential = np.array([record.electrode_potential for record in records], dtype=float)
    current = np.array([record.current for record in records])
    expected = np.array([exact.current(t) for t in time])
    at, height = peak(potential, current)
    volt = sweep.rate / exact.sigma
    findings = (
        Finding("peak current", height / exact.unit, BERZINS_DELAHAY, "nFc0√(Dσ)", 5e-3),
        Finding("peak potential below equilibrium", -at / volt, PEAK_POTENTIAL, "RT/nF", 5e-3),
        _small(
            "largest deviation from the curve, per peak",
            (current - expected) / exact.peak()[2],
            5e-3,
        ),
        _small(
            "largest deviation of the potential from a straight line, per volt",
            potential + sweep.rate * time,
            1e-12,
        ),
    )
    return Verification(findings, lambda figure: draw(figure, exact, potential, current))


def peak(potential: Floats, current: Floats) -> tuple[float, float]:
    """Return potential [V] and current density [A/m²] of the maximum, by a parabola."""
    top = int(current.argmax())
    near = slice(top - 2, top + 3)
    origin = potential[top]
    square, slope, height = np.polyfit(potential[near] - origin, current[near], 2)
    return float(origin - 0.5 * slope / square), float(height - 0.25 * slope**2 / square)


def _small(quantity: str, deviations: Floats, bound: float) -> Finding:
    return Finding(quantity, float(np.abs(deviations).max()), 0.0, "1", bound, relative=False)


def draw(figure: Figure, exact: ReversibleSweep, potential: Floats, current: Floats) -> None:
    """Draw the current against the potential."""
    axes = figure.subplots()
    plain_axes(axes)
    time = np.linspace(0.0, -potential[-1] / exact.rate, 201)[1:]
    curve = [exact.current(float(t)) for t in time]
    axes.plot(-1e3 * exact.rate * time, curve, color=CURVES[0], lw=1.2, label="reference")
    chosen = np.searchsorted(-potential, np.linspace(0.0, -potential[-1], 31))
    chosen = np.minimum(chosen, len(potential) - 1)
    axes.plot(
        1e3 * potential[chosen],
        current[chosen],
        "o",
        color=CURVES[0],
        markersize=3.5,
        label="computed",
    )
    axes.set_xlabel("electrode potential [mV]")
    axes.set_ylabel("current density [A/m²]")
    axes.legend(loc="lower left")


STATEMENT = """
The potential of a flat electrode in supporting electrolyte is swept from the equilibrium potential
of the ion towards negative values, E = E_eq - vt. Kinetics are so fast that the surface stays in
equilibrium with the deposited metal of activity one, c(0) = c0 exp(-σt) with σ = nFv/(RT). By
superposition of potential steps

    i = n F c0 √(Dσ) ψ(σt),   ψ(x) = (2/√π) F(√x)

with Dawson's integral F. The maximum is i_p = 0.6105 n F c0 √(nFvD/RT), at 0.854 RT/(nF) below
E_eq. The curve includes the small effect of the reservoir at its finite distance. Its largest
deviation is that of the first instants, when the diffusion layer is thinner than the elements.

Source: T. Berzins, P. Delahay, *J. Am. Chem. Soc.* 75 (1953) 555."""

BENCHMARK = Benchmark(
    name="linear_sweep",
    title="Linear sweep with fast deposition",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
    not_verified="The activity of a deposit thinner than a few atoms differs from one; the model "
    "has no such effect.",
)
