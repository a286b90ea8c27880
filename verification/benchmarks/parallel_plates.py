"""Two ions in a channel between plates: limiting current and its enhancement by migration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.tri import Triangulation

from platefront.case.model import Case
from platefront.figures.palette import CURVES, OUTLINE
from platefront.figures.style import plain_axes
from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.strip import Strip
from platefront.solvers.balance.step_record import Fields
from platefront.solvers.constants import FARADAY
from platefront.solvers.model.control import Potentiostatic
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.supported import Supported
from verification.benchmarks.leveque import ChannelElectrode
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import records_of, shipped_case

CASE = "verification/cases/parallel_plates.toml"
LIMITING = -0.85
"""Electrode potential for the limiting current of the binary salt [V]."""
LIMITING_SUPPORTED = -0.2
"""Electrode potential for the limiting current in supporting electrolyte [V]."""
QUOTED = 11.596
"""Limiting current density quoted for the reactor [A/m²]."""
LONG = 0.05
"""Length of electrodes with this limiting current [m]."""


@dataclass(frozen=True, slots=True)
class Steady:
    """Steady state of a channel.

    Attributes:
        mean: mean current density of the cathode [A/m²].
        x: (n,) midpoints of the cathode's edges, from its leading edge [m].
        density: (n,) current density there [A/m²].
        book: largest residue of the anion (or ion) balance during the run.
        reference: analytical limiting current.
        start: position of the cathode's leading edge [m].
        fields: fields at the end.
    """

    mean: float
    x: Floats
    density: Floats
    book: float
    reference: ChannelElectrode
    start: float
    fields: Fields


def verify() -> Verification:
    """Solve at the limiting current with and without migration, and at the published voltage."""
    case = shipped_case(CASE)
    assert isinstance(case.electrolyte, NernstPlanck)
    salt = case.electrolyte
    short = steady(at_potential(case, LIMITING))
    long = steady(at_potential(longer(case, LONG), LIMITING))
    plain = steady(at_potential(supported(case), LIMITING_SUPPORTED))
    shipped = steady(case)
    enhancement = 1.0 / (1.0 - salt.transference)
    findings = (
        Finding(
            "limiting current, electrodes of 50 mm", long.mean, QUOTED, "A/m²", 0.01,
            note="quoted for this reactor without a length; the length is inferred from the number",
        ),
        Finding(
            "the same against Lévêque's solution", long.mean, long.reference.mean_density,
            "A/m²", 0.01,
        ),
        Finding(
            "limiting current, electrodes of 20 mm", short.mean, short.reference.mean_density,
            "A/m²", 0.01,
        ),
        Finding(
            "limiting current without migration, 20 mm", plain.mean, plain.reference.mean_density,
            "A/m²", 0.01,
        ),
        Finding("what migration multiplies it by", short.mean / plain.mean, enhancement, "1", 0.01),
        Finding(
            "largest residue of the salt's book", max(short.book, long.book, plain.book), 0.0,
            "1", 1e-9, relative=False, note="inflow, outflow, deposit, content",
        ),
    )  # fmt: skip
    remarks = (
        f"At U = 0.1 V, as published, the cathode takes {shipped.mean:.2f} A/m² on average, "
        f"{shipped.mean / short.mean:.0%} of its limiting current; no published number was found "
        "to compare with.\n\n"
        f"The reference of {QUOTED} A/m² is quoted for this reactor without the length of its "
        "electrodes, and its source was not found. EchemFEM's mesh has electrodes of 20 mm between "
        "inert walls of 50 mm; for those Lévêque's solution gives "
        f"{short.reference.mean_density:.3f} A/m², so that they cannot be meant. For electrodes of "
        f"50 mm it gives {long.reference.mean_density:.3f} A/m²: the length was chosen for that. "
        "The independent check is Lévêque's solution, for both lengths."
    )
    return Verification(findings, lambda figure: draw(figure, short, long, plain), remarks)


def at_potential(case: Case, potential: float) -> Case:
    """Return the case at another electrode potential [V]."""
    return case.model_copy(update={"control": Potentiostatic(electrode_potential=potential)})


def longer(case: Case, length: float) -> Case:
    """Return the case with electrodes of another length [m] and equal inlet and outlet lengths."""
    strip = case.section.collector
    assert isinstance(strip, Strip)
    changed = strip.model_copy(
        update={"length": length, "width": strip.width + length - strip.length}
    )
    return case.model_copy(
        update={"section": case.section.model_copy(update={"collector": changed})}
    )


def supported(case: Case) -> Case:
    """Return the case with an ion of the salt's diffusivity, without migration."""
    salt = case.electrolyte
    ion = Supported(
        concentration=salt.concentration,
        ion_diffusivity=salt.diffusivity,
        conductivity=10.0,
        cation_charge=salt.cation_charge,
        temperature=salt.temperature,
    )
    return case.model_copy(update={"electrolyte": ion})


def reference_of(case: Case) -> ChannelElectrode:
    """Return the cathode at its limiting current, from the parameters of the case."""
    salt, strip, flow = case.electrolyte, case.section.collector, case.flow
    assert isinstance(strip, Strip) and flow is not None
    # Diffusion of the salt contributes the share 1 - t+ of z F N; without migration all of it.
    share = 1.0 - salt.transference if isinstance(salt, NernstPlanck) else 1.0
    return ChannelElectrode(
        height=case.section.gap,
        length=strip.length,
        velocity=flow.mean_velocity,
        diffusivity=salt.diffusivity,
        current_per_gradient=salt.cation_charge * FARADAY * salt.diffusivity / share,
        concentration=salt.concentration,
    )


def steady(case: Case) -> Steady:
    """Run a case to its steady state."""
    strip = case.section.collector
    assert isinstance(strip, Strip)
    book, last = 0.0, None
    for record in records_of(case):
        book, last = max(book, abs(record.books.anions)), record
    assert last is not None
    fields = last.fields().value
    x, density = _along_cathode(fields, list(last.surfaces).index("strip"))
    return Steady(
        mean=last.surfaces["strip"].current / strip.length,
        x=x - strip.start,
        density=density,
        book=book,
        reference=reference_of(case),
        start=strip.start,
        fields=fields,
    )


def _along_cathode(fields: Fields, surface: int) -> tuple[Floats, Floats]:
    """Return midpoints of the cathode's edges [m], in order, and current densities [A/m²]."""
    cathode = fields.surface == surface
    x = 1e-6 * fields.points[fields.front[cathode], 0].mean(axis=1)
    order = np.argsort(x)
    return x[order], fields.normal_current[cathode][order]


def draw(figure: Figure, short: Steady, long: Steady, plain: Steady) -> None:
    """Draw limiting currents along the cathodes (left) and the depletion layer (right)."""
    left, right = figure.subplots(1, 2, width_ratios=(1.0, 1.3))
    labelled = (
        (long, CURVES[0], "o", "50 mm"),
        (short, CURVES[2], "s", "20 mm"),
        (plain, CURVES[1], "^", "20 mm, no migration"),
    )
    plain_axes(left)
    for run, colour, marker, label in labelled:
        _draw_density(left, run, colour, marker, label)
    left.set_xscale("log")
    left.set_yscale("log")
    left.set_xlabel("distance from the leading edge [mm]")
    left.set_ylabel("current density [A/m²]")
    left.set_title("Limiting current (lines: Lévêque)")
    left.legend()
    _draw_layer(right, short)


def _draw_layer(axes: Axes, run: Steady) -> None:
    """Draw the concentration above the cathode, heights enlarged, with the thickness δ."""
    x, y = (1e-3 * run.fields.points - [1e3 * run.start, 0.0]).T
    share = run.fields.concentration / run.reference.concentration
    mesh = Triangulation(x, y, run.fields.triangles)
    levels = np.linspace(0.0, 0.95, 20)
    filled = axes.tricontourf(mesh, share, levels=levels, cmap="viridis", extend="max")
    along = run.reference.length * np.linspace(0.0, 1.0, 200)
    layer = 1e3 * run.reference.layer(np.asarray(along))
    axes.plot(1e3 * along, layer, color=OUTLINE, lw=1.2, ls=(0, (4, 2)), label="δ of Lévêque")
    axes.plot(1e3 * along[[0, -1]], [0.0, 0.0], color=OUTLINE, lw=5.0, solid_capstyle="butt")
    axes.set_xlim(-5.0, 1e3 * run.reference.length + 15.0)
    axes.set_ylim(0.0, 1.0)
    axes.set_xlabel("distance from the leading edge [mm]")
    axes.set_ylabel("height above the floor [mm]")
    axes.set_title("c/c0 over the cathode of 20 mm")
    axes.legend(loc="upper left")
    axes.figure.colorbar(filled, ax=axes, ticks=np.linspace(0.0, 1.0, 6))


def _draw_density(axes: Axes, run: Steady, colour: str, marker: str, label: str) -> None:
    x = np.geomspace(1e-3, 1.0, 200) * run.reference.length
    axes.plot(1e3 * x, run.reference.density(x), color=colour, lw=1.2)
    places = np.geomspace(2e-3, 0.98, 12) * run.reference.length
    density = np.interp(places, run.x, run.density)
    axes.plot(1e3 * places, density, marker, color=colour, markersize=3.5, label=label)


STATEMENT = """
Copper sulphate without acid flows between two plates; the cathode lies in the floor of the channel
and the copper anode opposite, with inert walls upstream and downstream. Both ions are transported
by diffusion, migration and convection with the profile v = 6 v̄ (y/H)(1 - y/H). Height 10 mm,
v̄ = 10 mm/s, D = 7.2e-10 (Cu²⁺) and 10.65e-10 m²/s (SO₄²⁻), 10 mol/m³, Butler–Volmer kinetics with
30 A/m² and Fη/RT in both exponents (L. Bortels, J. Deconinck, B. Van den Bossche,
*J. Electroanal. Chem.* 404 (1996) 15; also an example of LLNL's EchemFEM).

A dilute binary salt obeys the equation of a neutral species with D = 2 D₊D₋/(D₊ + D₋), and
diffusion contributes the share 1 - t₊ of the current. The **limiting current** is therefore that of
Lévêque divided by 1 - t₊, with a correction for the curvature of the velocity profile:

    i_lim = z F D c0/(1 - t₊) [ (3/2)/(Γ(4/3) δ(ℓ)) - 1/(5 H) ],   δ(ℓ) = (9 D ℓ H/(6 v̄))^(1/3)

on an electrode of length ℓ. In the same cell with an excess of supporting electrolyte, with an ion
of the same D and no migration, the limiting current is smaller by the factor
1/(1 - t₊) = 1.676."""

BENCHMARK = Benchmark(
    name="parallel_plates",
    title="Two ions between parallel plates: flow, diffusion and migration",
    statement=STATEMENT,
    cases=(CASE,),
    long=True,
    run=verify,
    not_verified="The layer at the anode is resolved at its edges only: the current below the "
    "limit is stated, not compared.",
)
