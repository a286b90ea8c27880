"""Copper plating over a bump by direct current and by pulse-reverse currents."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.palette import COLLECTOR, CURVES, OUTLINE
from platefront.figures.style import plain_axes
from platefront.geometry.arrays import Floats
from verification.benchmarks.bump_runs import PANELS, BumpRun, run
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASES = tuple(f"verification/cases/pulse_reverse_{name}.toml" for name in ("100", "095", "085"))
"""Case files in order of increasing reverse share."""
STATED_DEPOSIT = 66.2  # mean after 1 h [µm]
_ENDS = (90.0, 410.0)
"""Range of x in the figure [µm]."""


def verify() -> Verification:
    """Run the three cases and the reference of each."""
    runs = tuple(run(shipped_case(path)) for path in CASES)
    findings = [finding for found in runs for finding in _findings(found)]
    findings.append(
        Finding(
            "times that a longer reverse pulse makes the front flatter",
            float(sum(_flatter(one, other) for one, other in pairwise(runs))),
            float(len(runs) - 1),
            "1",
            1e-12,
            note="peak to valley falls by more than the uncertainties",
        )
    )
    return Verification(tuple(findings), partial(draw, runs=runs), _remarks(runs))


def _findings(found: BumpRun) -> list[Finding]:
    name = _name(found)
    findings = [
        Finding(f"mean deposit, {name}", found.deposit, STATED_DEPOSIT, "µm", 5e-3),
        Finding(
            f"mean deposit against Faraday's law, {name}", found.deposit, _faraday(), "µm", 1e-9
        ),
        Finding(
            f"peak to valley after 1 h, {name}",
            found.end.peak_to_valley,
            found.reference_peak_to_valley,
            "µm",
            0.01,
        ),
    ]
    for pulse, value, reference in zip(
        ("forward", "reverse"), found.potentials, found.reference_potentials, strict=False
    ):
        label = f"electrode potential at the start, {pulse} pulse, {name}"
        findings.append(Finding(label, value, reference, "V", 5e-4))
    return findings


def _faraday() -> float:
    """Return the thickness i t M/(n F ρ) for the published parameters [µm]."""
    return 1e6 * 500.0 * 3600.0 * 0.06355 / (2.0 * 96485.33212 * 8960.0)


def _name(found: BumpRun) -> str:
    if found.share == 1.0:
        return "direct current"
    return f"{100.0 * found.share:.0f} % forward"


def _flatter(one: BumpRun, other: BumpRun) -> bool:
    """True if the other front is flatter by more than the uncertainties."""
    doubt = (one.convergence.uncertainty or 0.0) + (other.convergence.uncertainty or 0.0)
    return other.end.peak_to_valley < one.end.peak_to_valley - doubt


def _remarks(runs: tuple[BumpRun, ...]) -> str:
    rows = [
        f"| {_name(found)} | {', '.join(f'{value:.2f}' for value in found.peak_to_valley)} "
        f"| ± {found.convergence.uncertainty or 0.0:.2f} | {found.reference_peak_to_valley:.2f} "
        f"| {found.end.roughness:.2f} | {found.start_currents.min():.0f} |"
        for found in runs
    ]
    return "\n".join(
        [
            "Heights in µm, currents in A/m². The three levels have front edges of 2, 1.41 and "
            "1 µm; the boundary integrals are extrapolated from panels of "
            f"{', '.join(f'{1e6 * panel:.3g}' for panel in PANELS)} µm. At the start the bump is "
            f"{runs[0].start.peak_to_valley:.2f} µm high, roughness "
            f"{runs[0].start.roughness:.2f} µm.",
            "",
            "| | peak to valley, three levels | uncertainty | boundary integrals | roughness (RMS) "
            "| lowest mean current at the start |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            "With 15 % reverse the mean current strips the tip of the bump at first. The source "
            "shows its fronts as curves; numbers of them were not found, so that the reference is "
            "the boundary integrals.",
        ]
    )


def draw(figure: Figure, *, runs: tuple[BumpRun, ...]) -> None:
    """Draw the fronts after an hour (top) and the mean current at the start (bottom)."""
    figure.set_size_inches(7.2, 5.6)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1.85, 1.0))
    _draw_fronts(above, runs)
    _draw_currents(below, runs)


def _spots(axes: Axes, x: Floats, y: Floats, distance: float, label: str | None = None) -> None:
    """Mark a reference curve every `distance` [µm] along x, ascending."""
    wanted = np.arange(_ENDS[0] + 0.5 * distance, _ENDS[1], distance)
    axes.plot(
        wanted, np.interp(wanted, x, y), "o", markersize=3.0, markerfacecolor="white",
        markeredgecolor=OUTLINE, markeredgewidth=0.7, label=label,
    )  # fmt: skip


def _draw_fronts(axes: Axes, runs: tuple[BumpRun, ...]) -> None:
    plain_axes(axes)
    start = runs[0].start
    axes.fill_between(start.left[:, 0], start.left[:, 1], -9.0, color=COLLECTOR, linewidth=0.0)
    for found, colour in zip(runs, CURVES, strict=False):
        label = f"{_name(found)}: peak to valley {found.end.peak_to_valley:.1f} µm"
        axes.plot(found.end.left[:, 0], found.end.left[:, 1], color=colour, label=label)
        half = 1e6 * found.reference_ends[-1]
        whole = np.concatenate((half, 2.0 * half[-1].real - np.conj(half[-2::-1])))
        last = found is runs[-1]
        _spots(axes, whole.real, whole.imag, 8.0, "boundary integrals" if last else None)
    axes.text(_ENDS[0] + 4.0, -4.5, "copper at the start", color="white", va="center", fontsize=7.5)
    axes.set_xlim(*_ENDS)
    axes.set_ylim(-9.0, 132.0)
    axes.set_aspect("equal")
    axes.set_ylabel("height over the plane [µm]")
    axes.set_title("Fronts after 1 h")
    axes.legend(loc="upper left", ncols=2, columnspacing=1.5)


def _draw_currents(axes: Axes, runs: tuple[BumpRun, ...]) -> None:
    plain_axes(axes)
    axes.axhline(0.0, color=OUTLINE, linewidth=0.8)
    for found, colour in zip(runs, CURVES, strict=False):
        middle = 0.5 * (found.start.left + found.start.right)[:, 0]
        axes.plot(middle, found.start_currents, color=colour)
        half = 0.5e6 * (found.reference_start[1:] + found.reference_start[:-1]).real
        width = 2e6 * found.reference_start[-1].real
        density = found.reference_currents
        x, y = np.append(half, width - half[::-1]), np.append(density, density[::-1])
        _spots(axes, x, y, 4.0)
    axes.set_xlabel("x [µm]")
    axes.set_ylabel("mean current\ndensity [A/m²]")
    axes.set_title("Currents at the start")


STATEMENT = """
Copper is plated for one hour at 500 A/m² over a bump 40 µm high, 500 µm below the counter plane,
which rises with the mean deposit; secondary current distribution, κ = 5 S/m, i0 = 100 A/m²,
α = 1.5/0.5. With reverse pulses at -5000 A/m² the front moves by the mean of two distributions:

    i = t_fwd i_fwd + t_rev i_rev,   ∫ i_fwd = (500 - t_rev (-5000))/t_fwd,   t_fwd + t_rev = 1

The large reverse current is more concentrated at the bump than the small forward one, so that the
mean levels it.

- **Mean deposit**: 66.2 µm is stated for the published parameters; Faraday's law gives
  i t M/(n F ρ) = 66.159 µm. The computed value is the area between initial and final front over the
  width.
- **Published result**: the longer the reverse pulses, t_fwd = 1, 0.95 and 0.85, the flatter the
  front; here the peak-to-valley height must decrease by more than its uncertainties.
- **Boundary integrals**: the same equations without a mesh, by collocation of the Green's function
  of the strip on a moving polyline, which shares only the parameters with the solver.

Source: COMSOL application 61601, *Pulse Reverse Plating*."""

BENCHMARK = Benchmark(
    name="pulse_reverse",
    title="Pulse-reverse plating over a bump",
    statement=STATEMENT,
    cases=CASES,
    long=True,
    run=verify,
    not_verified="The replacement of pulses by their mean is an assumption of the model and is not "
    "tested: it neglects concentration changes that persist from pulse to pulse.",
)
