"""Current interruption: concentration and potential at rest against superposed series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from platefront.case.model import Case
from platefront.figures.palette import CURVES
from platefront.figures.style import plain_axes
from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.counter import Reservoir
from verification.benchmarks.protocol_runs import planar_cell
from verification.finding import Benchmark, Finding, Verification
from verification.references.interruption import CurrentSteps
from verification.shipped import records_of, shipped_case

CASE = "verification/cases/interruption.toml"
SETTLED = 1e-3
"""Time after a change of the current from which potentials are compared [s]."""


@dataclass(frozen=True, slots=True)
class RestProfile:
    """Concentration against height at one instant.

    Attributes:
        time: since the interruption [s]; negative before it.
        height: [m].
        computed, exact: c/c0.
    """

    time: float
    height: Floats
    computed: Floats
    exact: Floats


@dataclass(frozen=True, slots=True)
class InterruptedRun:
    """Run beside its series.

    Attributes:
        name: of the counter electrode.
        profiles: at the output times and at the ends of both steps.
        time: of the states at rest since the interruption, from `SETTLED` on [s].
        potential, exact: electrode potential at these times [V].
        net_current: largest current at rest, relative to that of plating.
    """

    name: str
    profiles: tuple[RestProfile, ...]
    time: Floats
    potential: Floats
    exact: Floats
    net_current: float


def both_counters() -> tuple[InterruptedRun, InterruptedRun]:
    """Run the case unchanged, and with a reservoir."""
    case = shipped_case(CASE)
    reservoir = case.model_copy(update={"counter": Reservoir()})
    return interrupted("lithium", case), interrupted("reservoir", reservoir)


def interrupted(name: str, case: Case) -> InterruptedRun:
    """Run a case of plating and rest."""
    plating = case.problem().protocol.steps[0]
    current, duration = plating.control.value_at(0.0), plating.last_time
    assert duration is not None
    cell = planar_cell(case)
    series = CurrentSteps(
        gap=cell.gap,
        transport=cell.transport,
        front=cell.front,
        counter=cell.counter,
        changes=((0.0, current), (duration, 0.0)),
    )
    instants = {0.0: plating.must_hit.times}
    instants[duration] = case.problem().protocol.steps[1].must_hit.times
    wanted = [begin + time for begin, times in instants.items() for time in times]
    profiles: list[RestProfile] = []
    resting: list[StepRecord] = []
    for record in records_of(case):
        if record.end or any(abs(record.time - time) < 1e-9 for time in wanted):
            profiles.append(_profile(record, series, duration))
        if record.mode == "rest":
            resting.append(record)
    settled = [record for record in resting if record.time >= duration + SETTLED]
    return InterruptedRun(
        name,
        tuple(profiles),
        np.array([record.time - duration for record in settled]),
        np.array([record.electrode_potential for record in settled], dtype=float),
        np.array([series.rest_potential(record.time) for record in settled]),
        max(abs(record.current) for record in resting) / current,
    )


def _profile(record: StepRecord, series: CurrentSteps, duration: float) -> RestProfile:
    fields = record.fields().value
    order = np.argsort(fields.points[:, 1])
    height = 1e-6 * fields.points[order, 1]
    computed = fields.concentration[order] / series.transport.concentration
    exact = series.concentration(height, record.time)
    return RestProfile(record.time - duration, height, np.asarray(computed), exact)


def verify() -> Verification:
    """Run both counter electrodes and compare."""
    runs = both_counters()
    findings = [finding for run in runs for finding in _findings(run)]
    return Verification(tuple(findings), lambda figure: draw(figure, runs))


def _findings(run: InterruptedRun) -> list[Finding]:
    found = [
        _small(
            f"largest error of c/c0, {_when(profile.time)}, {run.name}",
            float(np.abs(profile.computed - profile.exact).max()),
            1e-4,
        )
        for profile in run.profiles
    ]
    off = float(np.abs(run.potential - run.exact).max())
    what = f"largest error of the potential from {1e3 * SETTLED:g} ms after the interruption on"
    found.append(Finding(f"{what}, {run.name}", 1e3 * off, 0.0, "mV", 0.01, relative=False))
    found.append(_small(f"current at rest, per plating current, {run.name}", run.net_current, 1e-9))
    return found


def _when(time: float) -> str:
    if abs(time) < 1e-9:
        return "at the interruption"
    return f"{abs(time):g} s {'after' if time > 0.0 else 'before'} it"


def _small(quantity: str, value: float, bound: float) -> Finding:
    return Finding(quantity, value, 0.0, "1", bound, relative=False)


def draw(figure: Figure, runs: tuple[InterruptedRun, ...]) -> None:
    """Draw profiles at rest (left) and the relaxation of the potential (right)."""
    left, right = figure.subplots(1, 2)
    plain_axes(left)
    plain_axes(right)
    resting = [profile for profile in runs[0].profiles if profile.time > -1e-9]
    for profile, colour in zip(resting, CURVES, strict=False):
        left.plot(1e6 * profile.height, profile.exact, color=colour, lw=1.2)
        places = np.linspace(0.0, profile.height[-1], 13)
        left.plot(
            1e6 * places,
            np.interp(places, profile.height, profile.computed),
            "o",
            color=colour,
            markersize=3.5,
            label=f"{abs(profile.time):.2g} s",
        )
    left.set_xlabel("height above the electrode [µm]")
    left.set_ylabel("c/c0")
    left.set_title("At rest (lines: series)")
    left.legend(loc="lower right", handletextpad=0.2)
    for run, colour in zip(runs, CURVES, strict=False):
        right.semilogx(run.time, 1e3 * run.exact, color=colour, lw=1.2)
        chosen = np.searchsorted(run.time, np.geomspace(run.time[0], run.time[-1], 15))
        chosen = np.minimum(chosen, len(run.time) - 1)
        marks = 1e3 * run.potential[chosen]
        right.plot(run.time[chosen], marks, "o", color=colour, markersize=3.5, label=run.name)
    right.set_xlabel("time since the interruption [s]")
    right.set_ylabel("electrode potential [mV]")
    right.set_title("Relaxation of the potential")
    right.legend(loc="lower right", handletextpad=0.2)


STATEMENT = """
A dilute binary 1:1 salt between flat electrodes is plated at constant current, which then stops
(open circuit). With fixed fronts the concentration is linear in the current, so both changes of the
current superpose. The response to a unit slope at the front is a cosine series, for short times a
sum of images; with lithium as counter electrode the salt is conserved, at a reservoir c = c0. At
rest the electrode potential is that of a concentration cell with transference,

    φ_s = 2(1 - t₊)(RT/F) ln(c(0)/c(L))

Concentrations are compared at all nodes. In the first instants after a change of the current the
layer in which the concentration changes is thinner than the elements; potentials are compared from
1 ms on.

Sources: H. S. Carslaw, J. C. Jaeger, *Conduction of Heat in Solids*, 2nd ed., sections 3.8 and 3.9;
J. Newman, K. E. Thomas-Alyea, *Electrochemical Systems*, 3rd ed., section 2.6."""

BENCHMARK = Benchmark(
    name="interruption",
    title="Current interruption: relaxation of concentration and potential",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
    not_verified="The fronts are fixed.",
)
