"""Planar plating of a dilute binary salt: cosine series, Sand's time, limiting current."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.style import plain_axes
from verification.benchmarks import planar_solutions as exact
from verification.benchmarks.planar_runs import PlanarRun, run_planar
from verification.finding import Benchmark, Finding, Verification

SERIES = "verification/cases/planar_plating.toml"
SAND = "verification/cases/sand_time.toml"
LIMIT = "verification/cases/limiting_current.toml"


def verify() -> Verification:
    """Run the three cases and compare."""
    series, sand, limit = run_planar(SERIES), run_planar(SAND), run_planar(LIMIT)
    findings = (
        *_transient(series),
        *_steady_state(series),
        *_depletion(sand),
        Finding(
            "limiting current",
            limit.last.current,
            exact.limiting_current(limit.cell),
            "A/m²",
            1e-4,
        ),
    )
    return Verification(findings, lambda figure: draw(figure, series, sand))


def _transient(run: PlanarRun) -> list[Finding]:
    cell = run.cell
    found = [
        Finding(
            f"c/c0 at the electrode after {profile.time:g} s",
            float(profile.concentration[0]),
            float(exact.concentration(cell, np.zeros(1), profile.time)[0]),
            "1",
            1e-4,
            relative=False,
        )
        for profile in run.profiles[:-1]
    ]
    worst = max(
        float(np.abs(p.concentration - exact.concentration(cell, p.height, p.time)).max())
        for p in run.profiles
    )
    found.append(
        Finding("largest error of c/c0 in all profiles", worst, 0.0, "1", 1e-4, relative=False)
    )
    found.append(
        Finding(
            "largest relative error of the given current",
            run.worst_current,
            0.0,
            "1",
            1e-10,
            relative=False,
        )
    )
    return found


def _steady_state(run: PlanarRun) -> list[Finding]:
    last, cell = run.profiles[-1], run.cell
    assert run.last.electrode_potential is not None
    drop = float(last.potential[-1] - last.potential[0])
    return [
        Finding(
            "steady potential drop in the electrolyte",
            1e3 * drop,
            1e3 * exact.steady_drop(cell),
            "mV",
            1e-4,
        ),
        Finding(
            "steady cell potential",
            1e3 * run.last.electrode_potential,
            1e3 * exact.steady_potential(cell),
            "mV",
            1e-4,
        ),
    ]


def _depletion(run: PlanarRun) -> list[Finding]:
    sand = exact.sand_time(run.cell)
    found = [
        Finding(
            f"c/c0 at the electrode after {profile.time:g} s, thick cell",
            float(profile.concentration[0]),
            1.0 - math.sqrt(profile.time / sand),
            "1",
            1e-4,
            relative=False,
        )
        for profile in run.profiles
    ]
    return [*found, Finding("time of depletion (Sand's time)", run.last.time, sand, "s", 0.01)]


def draw(figure: Figure, series: PlanarRun, sand: PlanarRun) -> None:
    """Draw profiles up to steady state (left) and depletion at the electrode (right)."""
    left, right = figure.subplots(1, 2)
    _draw_profiles(left, series)
    _draw_depletion(right, sand)


def _draw_profiles(axes: Axes, run: PlanarRun) -> None:
    plain_axes(axes)
    gap = run.cell.gap
    height = np.linspace(0.0, gap, 201, dtype=np.float64)
    for profile, colour in zip(run.profiles[:-1], CURVES, strict=False):
        axes.plot(
            1e6 * height, exact.concentration(run.cell, height, profile.time), color=colour, lw=1.2
        )
        places = np.linspace(0.0, gap, 13)
        axes.plot(
            1e6 * places,
            np.interp(places, profile.height, profile.concentration),
            "o",
            color=colour,
            markersize=3.5,
            label=f"{profile.time:g} s",
        )
    axes.set_xlabel("height above the electrode [µm]")
    axes.set_ylabel("c/c0")
    axes.set_title("75 mA/cm² across 60 µm (lines: series)")
    axes.legend(loc="upper left", handletextpad=0.2)


def _draw_depletion(axes: Axes, run: PlanarRun) -> None:
    plain_axes(axes)
    sand = exact.sand_time(run.cell)
    share = np.linspace(0.0, 1.0, 201)
    axes.plot(
        share * sand,
        1.0 - np.sqrt(share),
        color=CURVES[0],
        lw=1.2,
        label=r"$1-\sqrt{t/t_\mathrm{S}}$",
    )
    wanted = np.searchsorted(run.time, np.linspace(0.0, run.time[-1], 19)[:-1])
    chosen = np.append(wanted, len(run.time) - 1)
    axes.plot(
        run.time[chosen], run.front[chosen], "o", color=CURVES[0], markersize=3.5, label="computed"
    )
    axes.axvline(sand, color=MUTED_TEXT, linewidth=1.0, linestyle=(0, (4, 3)))
    axes.annotate(
        f"Sand's time\n{sand:.2f} s",
        (sand, 0.8),
        textcoords="offset points",
        xytext=(-5, 0),
        ha="right",
        fontsize=8.0,
        color=MUTED_TEXT,
    )
    axes.set_ylim(bottom=0.0)
    axes.set_xlabel("time [s]")
    axes.set_ylabel("c/c0 at the electrode")
    axes.set_title("30 mA/cm², thick cell: depletion")
    axes.legend(loc="lower left")


STATEMENT = """
A dilute binary 1:1 salt between two flat lithium electrodes at distance L, at constant current
density i; no anions react at the electrodes. The fronts are fixed. Analytical solutions:

- **Transient.** With the slope g = (1 - t₊) i/(F D) of the concentration at both electrodes, a
  Fourier series:

      c(y, t) = c0 + g [ y - L/2 + Σ_(n odd) 4L/(nπ)² cos(nπy/L) exp(-(nπ/L)² D t) ]

- **Steady state.** c is linear and the anion flux zero, so φ = (RT/F) ln c + const: the potential
  drop in the electrolyte is (RT/F) ln(c(L)/c(0)). The cell potential includes the Butler–Volmer
  overpotentials of both electrodes.
- **Depletion.** In a cell much thicker than the diffusion length, c(0, t)/c0 = 1 - √(t/t_S) with
  Sand's time

      t_S = π D (c0 F)² / (4 (i (1 - t₊))²)

  At a given current no solution exists beyond this time. The run ends with an error of the step
  control; the time of this end is compared.
- **Limiting current.** The largest steady current is 2 F D c0/((1 - t₊) L), reached at a potential
  of -1.5 V.

Source: J. Newman, K. E. Thomas-Alyea, *Electrochemical Systems*, 3rd ed."""

BENCHMARK = Benchmark(
    name="planar_plating",
    title="Planar plating: transient, Sand's time, limiting current",
    statement=STATEMENT,
    cases=(SERIES, SAND, LIMIT),
    long=False,
    run=verify,
    not_verified="The fronts are fixed; depletion ahead of a moving front is a separate benchmark.",
)
