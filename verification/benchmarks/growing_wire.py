"""Growing wire in a cylindrical cell: electrolyte and reaction resistance in series."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from platefront.case.model import Case
from platefront.figures.palette import CURVES
from platefront.figures.style import plain_axes
from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.wire import Wire
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import Potentiostatic
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.landings import Landings
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASE = "verification/cases/growing_wire.toml"
BUTLER_VOLMER = ButlerVolmer(exchange_current_density=1200.0)
"""Rate law close to the case's linear one near equilibrium; the run is far from equilibrium."""
STRONGER = 3.0
"""Factor of the potential in the Butler–Volmer run."""
FACTORS = (1.1, 3.0)
"""Ratios of the radius to the initial one at which it is compared."""

_FARADAY = 96485.33212  # C/mol
_GAS_CONSTANT = 8.314462618  # J/mol/K


@dataclass(frozen=True, slots=True)
class Growth:
    """Radius against time of one run and of its reference.

    Attributes:
        name: name of the rate law.
        time: (n,) times of accepted steps [s].
        radius: (n,) radius of the circle with the area of wire and deposit [m].
        exact: (n,) radius of the reference [m].
        roundness: (n,) (largest - smallest distance of the front from the axis) / radius.
        early: index of the step at which the radius has grown by 10 %.
    """

    name: str
    time: Floats
    radius: Floats
    exact: Floats
    roundness: Floats
    early: int


def growth_rate(case: Case) -> Callable[[float], float]:
    """Return dr/dt [m/s] as a function of r [m]: V_m i/F with -φ_s = i r ln(R/r)/κ - η(i)."""
    wire, control, electrolyte = case.section.collector, case.control, case.electrolyte
    assert isinstance(wire, Wire) and isinstance(control, Potentiostatic)
    assert isinstance(electrolyte, Ohmic)
    wall = wire.radius + case.section.gap
    driving = -control.electrode_potential
    volume = case.metal.molar_mass / case.metal.density / _FARADAY
    overpotential = _overpotential(case.surfaces["wire"], electrolyte.temperature)

    def rate(radius: float) -> float:
        resistance = radius * math.log(wall / radius) / electrolyte.conductivity

        def excess(i: float) -> float:
            return i * resistance - overpotential(i) - driving

        return volume * float(brentq(excess, 0.0, driving / resistance, xtol=1e-12, rtol=1e-15))

    return rate


def reference_radius(case: Case, times: Sequence[float]) -> Floats:
    """Return r(t) [m], integrated to 1e-12."""
    rate = growth_rate(case)
    solution = solve_ivp(
        lambda _, r: [rate(r[0])],
        (0.0, max(times)),
        [_radius_at_start(case)],
        "DOP853",
        sorted(times),
        rtol=1e-12,
        atol=1e-18,
    )
    return np.asarray(solution.y[0])


def reference_time(case: Case, factor: float) -> float:
    """Return the time at which the radius is `factor` times the initial one [s]."""
    rate, start = growth_rate(case), _radius_at_start(case)
    return float(quad(lambda r: 1.0 / rate(r), start, factor * start, epsrel=1e-12)[0])


def _radius_at_start(case: Case) -> float:
    wire = case.section.collector
    assert isinstance(wire, Wire)
    return wire.radius


def _overpotential(law: object, temperature: float) -> Callable[[float], float]:
    """Return η(i) [V], negative for plating, for α_a = α_c = 1/2 or the linear law."""
    match law:
        case Linear(conductance=g):
            return lambda i: -i / g
        case ButlerVolmer(exchange_current_density=i0):
            thermal = _GAS_CONSTANT * temperature / _FARADAY
            return lambda i: -2.0 * thermal * math.asinh(0.5 * i / i0)
    raise TypeError(f"no reference for {law}")


def grow(name: str, case: Case) -> Growth:
    """Run a case in memory up to three times the initial radius, and compute its reference."""
    early, late = (reference_time(case, factor) for factor in FACTORS)
    assert case.stop is not None
    problem = case.problem().with_step(
        must_hit=Landings(times=(early,)), stop=case.stop.model_copy(update={"time": late})
    )
    simulation = Simulation(problem)
    times, radii, roundness = [], [], []
    base = 0.25 * math.pi * _radius_at_start(case) ** 2
    for record in simulation.run():
        outline = simulation.state.tracker.value.outline
        distance = np.hypot(*outline.points[outline.front_points].T)
        times.append(record.time)
        radii.append(math.sqrt((base + record.deposit_area) * 4.0 / math.pi))
        roundness.append(float(np.ptp(distance) / distance.mean()))
    exact = reference_radius(case, times)
    return Growth(
        name, np.array(times), np.array(radii), exact, np.array(roundness), times.index(early)
    )


def both_laws() -> tuple[Growth, Growth]:
    """Run the case unchanged, and with Butler–Volmer kinetics far from equilibrium."""
    case = shipped_case(CASE)
    assert isinstance(case.control, Potentiostatic)
    stronger = case.model_copy(
        update={
            "surfaces": {"wire": BUTLER_VOLMER},
            "control": Potentiostatic(
                electrode_potential=STRONGER * case.control.electrode_potential
            ),
        }
    )
    return grow("linear kinetics", case), grow("Butler–Volmer kinetics", stronger)


def verify() -> Verification:
    """Run both rate laws and compare."""
    runs = both_laws()
    findings = [finding for run in runs for finding in _findings(run)]
    return Verification(tuple(findings), lambda figure: draw(figure, runs))


def _findings(run: Growth) -> list[Finding]:
    last = len(run.time) - 1
    places = ((run.early, "10 % thicker", 1e-4), (last, "three times as thick", 1e-3))
    found = [
        Finding(
            f"radius, {thicker}, {run.name}",
            1e6 * run.radius[index],
            1e6 * run.exact[index],
            "µm",
            bound,
        )
        for index, thicker, bound in places
    ]
    found.append(
        Finding(
            f"out-of-roundness, three times as thick, {run.name}",
            float(run.roundness[last]),
            0.0,
            "1",
            1e-3,
            relative=False,
            note="largest less smallest distance of the front from the axis, per radius",
        )
    )
    return found


def draw(figure: Figure, runs: Sequence[Growth]) -> None:
    """Draw radius against time (left) and its deviation (right)."""
    left, right = figure.subplots(1, 2)
    _draw_radii(left, runs)
    _draw_deviations(right, runs)


def _draw_radii(axes: Axes, runs: Sequence[Growth]) -> None:
    plain_axes(axes)
    for run, colour in zip(runs, CURVES, strict=False):
        axes.plot(run.time, 1e6 * run.exact, color=colour, linewidth=1.2)
        instants = np.linspace(0.0, run.time[-1], 13)
        chosen = np.searchsorted(run.time, instants).clip(max=len(run.time) - 1)
        axes.plot(
            run.time[chosen],
            1e6 * run.radius[chosen],
            "o",
            color=colour,
            markersize=3.5,
            label=run.name,
        )
    axes.set_xlabel("time [s]")
    axes.set_ylabel("radius [µm]")
    axes.set_title("Growth (lines: reference)")
    axes.legend(loc="lower right", handletextpad=0.2)


def _draw_deviations(axes: Axes, runs: Sequence[Growth]) -> None:
    plain_axes(axes)
    for run, colour in zip(runs, CURVES, strict=False):
        growth = run.exact / run.exact[0]
        axes.plot(growth, 1e6 * (run.radius / run.exact - 1.0), color=colour, linewidth=1.2)
    axes.set_xlabel("radius / radius at the start")
    axes.set_ylabel("deviation of the radius [ppm]")
    axes.set_title("Deviation from the reference")


STATEMENT = """
Lithium grows on a wire of radius r in the centre of a cylindrical cell of radius R, in an ohmic
electrolyte (secondary current distribution). By symmetry the potential is logarithmic, and the
resistance of the electrolyte, per area of the front, is in series with that of the reaction:

    -φ_s = i r ln(R/r)/κ - η(i),   dr/dt = V_m i/F

with the linear law η = -i/g, and with Butler–Volmer kinetics (α = 1/2, so that
η = -(2RT/F) arsinh(i/2i0)) at three times the potential. The ordinary differential equation is
integrated to 1e-12. The computed front is a moving polygon, with remeshing of the electrolyte; its
radius is that of the circle with the area of wire and deposit. The section is the quarter between
two symmetry planes; the counter electrode is the circle R."""

BENCHMARK = Benchmark(
    name="growing_wire",
    title="Growing wire in a cylindrical cell",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
    not_verified="The concentration is uniform; growth into a depleting electrolyte is a separate "
    "benchmark.",
)
