"""Primary current on a strip in an insulating plane: singular edge and graded meshes."""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.palette import CURVES, OUTLINE
from platefront.figures.style import plain_axes
from verification.benchmarks.strip_runs import (
    AWAY,
    COARSENING,
    StripRun,
    away,
    cell_of,
    error,
    off_away,
    order,
    run,
    scaled,
)
from verification.benchmarks.strip_solution import StripCell
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASE = "verification/cases/strip_edge.toml"
SHIPPED = COARSENING.index(1.0)
STYLES = ((CURVES[2], "s", "even mesh"), (CURVES[0], "o", "graded mesh"))


def verify() -> Verification:
    """Solve on graded and uniform meshes and compare with conformal mapping."""
    case = shipped_case(CASE)
    cell = cell_of(case)
    graded = tuple(run(case, scaled(case.mesh, factor)) for factor in COARSENING)
    even = tuple(run(case, scaled(case.mesh, factor, at_junctions=False)) for factor in COARSENING)
    shipped = graded[SHIPPED]
    findings = (
        _density(shipped, cell),
        _density_unbounded(shipped, cell),
        Finding("total current of half the strip", shipped.current, cell.current, "A/m", 2e-3),
        Finding(
            "order of the total current, graded meshes",
            order(graded, cell),
            2.0,
            "1",
            0.15,
            relative=False,
            note="power of the edge length",
        ),
        Finding(
            "order of the total current, even meshes",
            order(even, cell),
            1.0,
            "1",
            0.15,
            relative=False,
            note="reduced by the edge, as theory has it",
        ),
    )
    uneven, level = (float(np.abs(off_away(runs[SHIPPED], cell)).max()) for runs in (graded, even))
    remarks = (
        f"With {graded[1].unknowns} unknowns the graded mesh misses the total current by "
        f"{error(graded[1], cell):.2%}; even edges need {even[-1].unknowns} unknowns for "
        f"{error(even[-1], cell):.2%}. With even edges the density at x ≤ {AWAY} a is off by up to "
        f"{level:.1%}; the graded mesh, whose edges are as long away from the strip's edge, is off "
        f"by {uneven:.1%}."
    )
    drawn = partial(draw, cell=cell, graded=graded, even=even)
    return Verification(findings, drawn, remarks)


def _density(found: StripRun, cell: StripCell) -> Finding:
    off = np.abs(off_away(found, cell)).max()
    return Finding(
        f"largest relative error of the current density at x ≤ {AWAY} a",
        float(off),
        0.0,
        "1",
        0.01,
        relative=False,
        note="mean of each front edge against the exact mean",
    )


def _density_unbounded(found: StripRun, cell: StripCell) -> Finding:
    inner = away(found, cell)
    left, right = (np.arcsin(x[inner] / cell.half_width) for x in (found.left, found.right))
    newman = 2.0 / np.pi * (right - left) * cell.current / (found.right - found.left)[inner]
    return Finding(
        f"largest difference from Newman's unbounded cell at x ≤ {AWAY} a",
        float(np.abs(found.density[inner] / newman - 1.0).max()),
        0.0,
        "1",
        0.01,
        relative=False,
        note="relative, at the same mean",
    )


def draw(
    figure: Figure, *, cell: StripCell, graded: tuple[StripRun, ...], even: tuple[StripRun, ...]
) -> None:
    """Draw the current density along the strip (left), errors of the total current (right)."""
    left, right = figure.subplots(1, 2)
    _draw_density(left, cell, graded[SHIPPED], even[SHIPPED])
    _draw_errors(right, cell, graded, even)


def _draw_density(axes: Axes, cell: StripCell, graded: StripRun, even: StripRun) -> None:
    """Draw the current density against the distance to the edge, on logarithmic scales."""
    plain_axes(axes)
    a, mean = cell.half_width, cell.mean_density
    for found, (colour, marker, name) in zip((even, graded), STYLES, strict=True):
        middle = 1.0 - 0.5 * (found.left + found.right) / a
        axes.plot(
            middle,
            found.density / mean,
            marker,
            markerfacecolor="white",
            markeredgecolor=colour,
            markersize=4.5,
            label=name,
        )
    distance = np.geomspace(1e-10, a, 400)
    density = cell.density(a - distance) / mean
    axes.loglog(distance / a, density, color=OUTLINE, linewidth=1.0, label="exact")
    axes.set_xlim(5e-5, 1.2)
    axes.set_ylim(0.4, 100.0)
    axes.set_xlabel("distance to the strip's edge, 1 - x/a")
    axes.set_ylabel("current density / mean")
    axes.set_title("Current density along the strip")
    axes.legend(loc="upper right", handletextpad=0.4)


def _draw_errors(
    axes: Axes, cell: StripCell, graded: tuple[StripRun, ...], even: tuple[StripRun, ...]
) -> None:
    plain_axes(axes)
    for runs, (colour, marker, name) in zip((even, graded), STYLES, strict=True):
        axes.loglog(
            [found.unknowns for found in runs],
            [100.0 * error(found, cell) for found in runs],
            marker=marker,
            color=colour,
            markerfacecolor="white",
            markersize=4.5,
            linewidth=1.2,
            label=f"{name}, order {order(runs, cell):.2f}",
        )
    axes.set_ylim(0.01, 10.0)
    axes.set_xlabel("unknowns")
    axes.set_ylabel("error of the total current [%]")
    axes.set_title("Edge lengths halved from point to point")
    axes.legend(loc="upper right")


STATEMENT = """
Half a strip electrode 0 < x < a in an insulating plane, the counter electrode at the height H above
it, side walls at 0 and W; ohmic electrolyte, no kinetic resistance (primary distribution). The
current density is singular at the strip's edge, like 1/√d with the distance d to it.

- **Exact** for the shipped cell, by conformal mapping with Jacobi's sn (modulus k with
  K'(k)/K(k) = H/W, ξ(x) = sn(K(k) x/W, k), t = ξ(a), k₁ = k t):

      I(0…x) = κ V F(arcsin ξ(x)/t, k₁)/K'(k₁),   I = κ V K(k₁)/K'(k₁)

  For a distant counter electrode i ∝ cos(πx/2W)/√(sin²(πa/2W) - sin²(πx/2W)).
- **Newman's unbounded cell**, i/i_avg = (2/π)/√(1 - (x/a)²). The shipped cell, 25 times as wide as
  half the strip, agrees with it within 0.1 % for x ≤ 0.9 a.
- **Order.** The potential behaves like √d, so on uniform meshes the energy norm of its error
  decreases like √h and the error of the total current, which is the dissipated power over the
  voltage, like h instead of h². Meshes graded towards the edge (`mesh.junction_size`) recover h².
  From mesh to mesh all edge lengths are halved; "even" meshes differ from graded ones only by the
  absence of `junction_size`.

Source: J. Newman, K. E. Thomas-Alyea, *Electrochemical Systems*, 3rd ed., chapter 18."""

BENCHMARK = Benchmark(
    name="strip_edge",
    title="Strip in an insulating plane: the singular edge",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
    not_verified="The front is fixed: the growth of a deposit over the edge onto the insulator has "
    "no reference.",
)
