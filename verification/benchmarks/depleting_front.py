"""Planar copper front crossing a cell with depletion and two series resistances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.case.model import Case
from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.style import plain_axes
from platefront.geometry.arrays import Floats
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import Potentiostatic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.landings import Landings
from platefront.solvers.model.stopping.duration import Duration
from platefront.solvers.model.stopping.settings import StopSettings
from verification.benchmarks import depleting_front_solutions as exact
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASE = "verification/cases/depleting_front.toml"
HEIGHTS = tuple(share * exact.LENGTH for share in exact.SHARES)
STEADY = 20.0
"""Time to steady state with a fixed front, in diffusion times L²/D."""
LOCAL = 0.05
"""Voltage of the additional run with locally growing front [V]."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Run of a front across the cell.

    Attributes:
        voltage: cell voltage [V].
        time: (n,) times of accepted steps [s].
        height: (n,) height of the front [m].
        current: (n,) current density [A/m²].
        reached: times at which the front was at `HEIGHTS` [s].
    """

    voltage: float
    time: Floats
    height: Floats
    current: Floats
    reached: Floats


def case_at(voltage: float) -> Case:
    """Return the shipped case at another voltage."""
    control = Potentiostatic(electrode_potential=-voltage)
    return shipped_case(CASE).model_copy(update={"control": control})


def cross(case: Case, heights: Sequence[float] = HEIGHTS) -> Crossing:
    """Run the front across the cell, with steps that end exactly at `heights` [m]."""
    assert isinstance(case.control, Potentiostatic)
    capacities = tuple(height / case.metal.volume_per_charge for height in heights)
    assert case.stop is not None
    problem = case.problem().with_step(
        must_hit=Landings(capacities=capacities),
        stop=case.stop.model_copy(update={"capacity": capacities[-1]}),
    )
    rows = [(r.time, r.capacity, r.current) for r in Simulation(problem).run()]
    time, capacity, current = np.array(rows).T
    landed = [int(np.argmin(np.abs(capacity - wanted))) for wanted in capacities]
    height = capacity * case.metal.volume_per_charge
    missed = float(np.abs(height[landed] / np.array(heights) - 1.0).max())
    assert missed < 1e-9, f"the steps miss the heights by {missed:.1e}"
    return Crossing(-case.control.electrode_potential, time, height, current, time[landed])


def steady_current(case: Case) -> float:
    """Return the steady current density with a fixed front at the start [A/m²]."""
    law = case.surfaces["foil"]
    assert isinstance(law, ButlerVolmer)
    fixed = case.model_copy(
        update={
            "front": case.front.model_copy(update={"mode": "fixed"}),
            "surfaces": {"foil": law.model_copy(update={"deposit_conductivity": None})},
            "stop": StopSettings.of([Duration(value=STEADY * exact.LENGTH**2 / exact.DIFFUSIVITY)]),
        }
    )
    *_, last = Simulation(fixed.problem()).run()
    return float(last.current)


def verify() -> Verification:
    """Run the front at each voltage and compare."""
    runs = [cross(case_at(voltage)) for voltage in exact.PUBLISHED_TIMES]
    findings = [finding for run in runs for finding in _findings(run)]
    return Verification((*findings, _by_own_currents()), lambda figure: draw(figure, runs))


def _findings(run: Crossing) -> list[Finding]:
    at = f"{1e3 * run.voltage:g} mV"
    found = [
        Finding(
            f"current density at the start, {at}",
            steady_current(case_at(run.voltage)),
            exact.PUBLISHED_CURRENT[run.voltage],
            "A/m²",
            1e-4,
        )
    ]
    references = (
        ("published", 5e-3, exact.PUBLISHED_TIMES[run.voltage]),
        ("with transient", 2e-4, exact.transient_times(run.voltage, HEIGHTS)),
    )
    found += [
        Finding(f"time at h/L = {share:g}, {at}, {name}", float(time), float(wanted), "s", bound)
        for name, bound, times in references
        for share, time, wanted in zip(exact.SHARES, run.reached, times, strict=True)
    ]
    return found


def _by_own_currents() -> Finding:
    case = case_at(LOCAL)
    local = case.model_copy(update={"front": case.front.model_copy(update={"growth": "local"})})
    return Finding(
        f"time at h/L = {exact.SHARES[0]:g}, {1e3 * LOCAL:g} mV, every point by its own current",
        float(cross(local, HEIGHTS[:1]).reached[0]),
        float(exact.transient_times(LOCAL, HEIGHTS)[0]),
        "s",
        2e-4,
    )


def draw(figure: Figure, runs: Sequence[Crossing]) -> None:
    """Draw height against time (left) and current density against height (right)."""
    left, right = figure.subplots(1, 2)
    _draw_heights(left, runs)
    _draw_currents(right, runs)


def _draw_heights(axes: Axes, runs: Sequence[Crossing]) -> None:
    plain_axes(axes)
    for run, colour in zip(runs, CURVES, strict=False):
        label = f"{1e3 * run.voltage:g} mV"
        axes.plot(1e-7 * run.time, run.height / exact.LENGTH, color=colour, lw=1.2, label=label)
        published = 1e-7 * np.array(exact.PUBLISHED_TIMES[run.voltage])
        axes.plot(published, exact.SHARES, "o", color=colour, markersize=4.0)
    axes.plot([], [], "o", color=MUTED_TEXT, markersize=4.0, label="published")
    axes.set_xlabel("time [10⁷ s]")
    axes.set_ylabel("height of the front h/L")
    axes.set_title("A front crosses the cell")
    axes.legend(loc="upper left", handletextpad=0.4)


def _draw_currents(axes: Axes, runs: Sequence[Crossing]) -> None:
    plain_axes(axes)
    share = np.linspace(0.0, 0.999, 41)
    for run, colour in zip(runs, CURVES, strict=False):
        settled = run.time > exact.LENGTH**2 / exact.DIFFUSIVITY
        height = run.height[settled] / exact.LENGTH
        axes.semilogy(height, run.current[settled], color=colour, lw=1.2)
        steady = [exact.steady_current(h * exact.LENGTH, run.voltage) for h in share]
        axes.semilogy(share, steady, "o", color=colour, markersize=2.5)
    axes.set_xlabel("height of the front h/L")
    axes.set_ylabel("current density [A/m²]")
    axes.set_title("Dots: published model")


STATEMENT = """
A planar copper front grows from one side of a cell of 1 cm to ten micrometres from the other. The
cell voltage is the sum of the reaction overpotential, the concentration overpotential due to
depletion, and the ohmic drops in the solution and in the deposit, which conducts less than the
solution. One ion in supporting electrolyte; with plating positive, U the voltage and h the height
of the front,

    j = j0 [ c_s exp(u/0.05133 V) - exp(-u/0.01711 V) ],   u = U - jR,   R = h/κ_s + (L - h)/κ_e
    dh/dt = M j/(nFρ)

The references are

- **published**: the times that Colli and Fransaer give to validate their method for moving
  electrodes. Their model has a linear concentration profile at every instant,
  c_s = 1 - (L - h) j/(nFDc0), so it neglects the initial transient and the convection of the ion by
  the front (c V_m = 7e-4). Integrated to 1e-10 it reproduces the published values to their last
  digit but one;
- **with transient**: the same with the diffusion equation between front and reservoir, starting
  from c0 everywhere and conserving the ion, by collocation (to 1e-6). This front is ahead of the
  published one, because it first consumes the ion in the cell.

The current density at the start is that of a fixed front in steady state.

A planar front whose growth is limited by depletion is unstable: parts ahead grow faster. A
perturbation of wavenumber k grows like d ln δ/dh = f k/(f + k) with f = (∂j/∂c)/(nFD), 27 per
centimetre at the start at 50 mV and more at 100 mV, so that in two dimensions small perturbations
become dendrites before the front has crossed the cell. The published model is one-dimensional. The
case corresponds to it by `front.growth = "even"`: the front moves by its mean current. The last
value is from a run in which every point moves by its local current, before the instability
matters."""

BENCHMARK = Benchmark(
    name="depleting_front",
    title="Planar front crossing a depleting cell",
    statement=STATEMENT,
    cases=(CASE,),
    long=True,
    run=verify,
    not_verified="The planar shape of the front is imposed, not computed.",
)
