"""Copper deposition in a trench, both electrodes moving, through the closure of the mouth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch
from matplotlib.tri import Triangulation

from platefront.figures.palette import (
    COLLECTOR,
    HATCH,
    LITHIUM,
    OUTLINE,
    POCKET,
    POCKET_HATCH,
    thickness_map,
)
from platefront.figures.section_panel import outline_path
from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import Fields
from verification.benchmarks.trench_runs import (
    INSTANTS,
    REFINEMENT,
    Converged,
    TrenchRun,
    converged,
    fill,
    table,
)
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASE = "verification/cases/copper_trench.toml"
_TOP = 16.0  # upper end of the figures [µm]
_KINDS = (
    ("thicknesses", "thickness", 5e-3),
    ("widths", "width", 2e-2),
    ("concentrations", "c,", 1e-2),
)
"""Kinds of measured quantities: name, prefix of labels, bound of the relative uncertainty."""


def verify() -> Verification:
    """Run all levels; assess their convergence, and compare quantities known in advance."""
    case = shipped_case(CASE)
    levels = range(1, REFINEMENT.levels + 1)
    runs = [fill(REFINEMENT.case(case, level)) for level in levels]
    measured = table(runs)
    closure = converged(runs, lambda run: run.closure)
    findings = (
        Finding("conductivity at the start", case.electrolyte.conductivity, 30.06, "S/m", 1e-3),
        *_kept(runs),
        *_shape(runs[-1]),
        *_certainty(measured, _spread(runs[-1], closure)),
    )
    remarks = "\n\n".join([_story(runs[-1], closure), _table(measured)])
    return Verification(findings, lambda figure: draw(figure, runs[-1]), remarks)


def _kept(runs: Sequence[TrenchRun]) -> list[Finding]:
    """Return findings on quantities conserved by the motion of both electrodes."""
    area = max((run.area for run in runs), key=lambda value: abs(value - 520.0))
    return [
        Finding(
            "area of electrolyte and pockets, farthest from the start", area, 520.0, "µm²", 1e-4
        ),
        Finding(
            "largest residue of the anions",
            max(run.salt for run in runs),
            0.0,
            "1",
            1e-9,
            relative=False,
        ),
    ]


def _shape(run: TrenchRun) -> list[Finding]:
    """Return findings on features of the published figures."""
    last = run.states[-1]
    return [
        Finding(
            "width of the mouth over that at half depth, 14 s",
            last.mouth / last.middle,
            0.5,
            "1",
            0.5,
            relative=False,
            note="the mouth is narrower than the trench: between 0 and 1",
        ),
        Finding(
            "concentration at the floor over that in the mouth, 14 s",
            last.concentration["floor"] / last.concentration["mouth"],
            0.5,
            "1",
            0.5,
            relative=False,
            note="it varies along the trench: between 0 and 1",
        ),
        Finding(
            "largest difference between left and right",
            max(state.asymmetry for state in run.states),
            0.0,
            "µm",
            1e-4,
            relative=False,
        ),
        Finding("pockets left by the closure", float(len(run.pockets)), 1.0, "1", 1e-9),
    ]


def _certainty(measured: Sequence[Mapping[str, Converged]], spread: float) -> list[Finding]:
    """Return findings on the uncertainty of values that are not published."""
    found = []
    for time, column in zip(INSTANTS, measured, strict=True):
        for kind, start, bound in _KINDS:
            worst = max(value.relative for name, value in column.items() if name.startswith(start))
            found.append(
                Finding(
                    f"largest relative uncertainty of the {kind}, {time:g} s",
                    worst,
                    0.0,
                    "1",
                    bound,
                    relative=False,
                )
            )
    found.append(
        Finding(
            "uncertainty of the time of closure",
            spread,
            0.0,
            "s",
            0.3,
            relative=False,
            note="at least the time from the joining of the fronts to the extrapolated closure",
        )
    )
    return found


def _spread(run: TrenchRun, closure: Converged) -> float:
    """Return the uncertainty of the time of closure, at least the extrapolated time [s]."""
    return max(closure.uncertainty, abs(closure.value - run.pockets[0].time))


def _story(run: TrenchRun, closure: Converged) -> str:
    pocket = run.pockets[0]
    return (
        f"The mouth is {run.states[-1].mouth:.3f} µm wide at 14 s and closes at "
        f"{closure.value:.2f} ± {_spread(run, closure):.2f} s, by the last widths extrapolated. "
        f"The finest run joins the fronts at {pocket.time:.2f} s, when the mouth has become "
        f"narrower than 0.6 of an edge, and goes on; what is left is a pocket (a key-hole void) of "
        f"{1e12 * pocket.area:.2f} µm² round ({pocket.x:.1f}, {pocket.y:.1f}) µm."
    )


def _table(measured: Sequence[Mapping[str, Converged]]) -> str:
    """Return the values of the finest level with their uncertainties, as Markdown."""
    head = "| | " + " | ".join(f"{time:g} s" for time in INSTANTS) + " |"
    rows = [head, "|---" * (len(INSTANTS) + 1) + "|"]
    for name in measured[0]:
        cells = (
            f"{column[name].value:.4f} ± {column[name].uncertainty:.1g}" for column in measured
        )
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def draw(figure: Figure, run: TrenchRun) -> None:
    """Draw concentration and copper at each instant, on a common scale."""
    panels = figure.subplots(1, len(run.fields), sharey=True)
    scale = Normalize(0.0, max(float(_near(fields).max()) for fields in run.fields))
    titles = [f"{time:g} s" for time in (*INSTANTS, 20.0)]
    images = []
    for axes, fields, title in zip(panels, run.fields, titles, strict=True):
        images.append(_draw_trench(axes, fields, scale))
        axes.set_title(title)
        axes.set_xlabel("x [µm]")
        axes.set_xticks(range(0, 17, 4))
    panels[0].set_ylabel("y [µm]")
    figure.colorbar(images[0], ax=panels, label="concentration [mol/m³]", shrink=0.85, pad=0.02)
    figure.legend(
        handles=[
            Patch(facecolor=LITHIUM, edgecolor=OUTLINE, linewidth=0.4, label="copper deposited"),
            Patch(facecolor=COLLECTOR, label="cathode at the start"),
            Patch(facecolor=POCKET, edgecolor=POCKET_HATCH, hatch=HATCH, label="trapped solution"),
        ],
        loc="outside lower center",
        ncols=3,
    )


def _near(fields: Fields) -> Floats:
    """Return the concentrations in the drawn part."""
    return np.asarray(fields.concentration[fields.points[:, 1] <= _TOP])


def _draw_trench(axes: Axes, fields: Fields, scale: Normalize) -> ScalarMappable:
    mesh = Triangulation(fields.points[:, 0], fields.points[:, 1], fields.triangles)
    image = axes.tripcolor(
        mesh, fields.concentration, shading="gouraud", cmap=thickness_map(), norm=scale
    )
    for shape, look in (
        (fields.pockets, {"facecolor": POCKET, "edgecolor": POCKET_HATCH, "hatch": HATCH}),
        (fields.deposit, {"facecolor": LITHIUM, "edgecolor": OUTLINE}),
        (fields.collector, {"facecolor": COLLECTOR, "edgecolor": OUTLINE}),
    ):
        if not shape.is_empty:
            axes.add_artist(PathPatch(outline_path(shape), linewidth=0.4, **look))
    axes.set_aspect("equal")
    axes.set_xlim(0.0, float(fields.points[:, 0].max()))
    axes.set_ylim(0.0, _TOP)
    return image


STATEMENT = """
A trench 4 µm wide and 10 µm deep, its corners rounded by 1 µm, fills with copper from a binary
CuSO₄ solution 30 µm high (500 mol/m³, D = 2e-9 m²/s for both ions, z = ±2, 298 K), under a copper
anode that dissolves: COMSOL application 2112, *Copper Deposition in a Trench*. On both electrodes

    i = 150 [exp(1.5 Fη/RT) - (c/500) exp(-0.5 Fη/RT)] A/m²

with ±0.135 V in the publication; here the counter electrode has the potential zero and the trench
-0.27 V, which is equivalent, because only differences matter. Both fronts move locally by Faraday's
law. No values are published. Therefore:

- Quantities known in advance are compared: the conductivity; as much copper dissolves as is
  deposited, so the area of the electrolyte stays 520 µm²; the sulphate is conserved; left and right
  are symmetric.
- Features of the published figures: at 14 s the mouth is narrower than the trench, and the
  concentration varies along the trench. Models with an implicit front (level set, phase field) are
  published up to 20 s, beyond the closure of the mouth; so is this run.
- For other quantities convergence is assessed: five levels, mesh and time step refined together by
  1.5. The uncertainty of the finest one is its grid convergence index from the last three (safety
  factor 1.25 with an observed order, else 3), but at least its difference from the level before.
  The bounds of these uncertainties are chosen here, not published. Mouth and concentration at 14 s
  converge most slowly: the mouth is then little wider than an edge of the first levels."""

BENCHMARK = Benchmark(
    name="copper_trench",
    title="Copper deposition in a trench",
    statement=STATEMENT,
    cases=(CASE,),
    long=True,
    run=verify,
    not_verified="No published values of thicknesses and concentrations exist: they are converged, "
    "not confirmed independently.",
)
