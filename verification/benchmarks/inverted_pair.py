"""Main pair, inverted and upright carbon cloth, compared with a twofold refinement."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.case.model import Case
from platefront.convergence.levels import Refinement
from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.style import plain_axes
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import records_of, shipped_case

CASES = {
    "inverted": "cases/inverted_anode/inverted.toml",
    "upright": "cases/inverted_anode/upright.toml",
}
REFINEMENT = Refinement(levels=2, ratio=2.0)
BOUND = 0.02

type Measure = Callable[[StepRecord], float]


@dataclass(frozen=True, slots=True)
class TableNumber:
    """Quantity of the README's table.

    Attributes:
        name: name of the quantity.
        unit: unit of the value.
        of: function of a record that gives the value.
    """

    name: str
    unit: str
    of: Measure


def number(value: float | None) -> float:
    """Return a value, or nan for None."""
    return math.nan if value is None else value


QUANTITIES = (
    TableNumber("share of charge in the lower half", "1", lambda r: number(r.bottom_share)),
    TableNumber("lithium to counter plane", "µm", lambda r: 1e6 * r.gap_to_counter),
    TableNumber(
        "thickest deposit, lithiated half",
        "µm",
        lambda r: 1e6 * r.surfaces["lithiated"].thickness_max,
    ),
    TableNumber(
        "thickest deposit, bare half", "µm", lambda r: 1e6 * r.surfaces["bare"].thickness_max
    ),
    TableNumber("duration", "h", lambda r: r.time / 3600.0),
)


@dataclass(frozen=True, slots=True)
class Run:
    """Histories and residues of a run.

    Attributes:
        capacity: capacity at every step [mAh/cm²].
        share: bottom share at every step; nan without charge.
        gap: distance of lithium from the counter plane at every step [µm].
        books: largest magnitude of each residue: charge, salt, areas.
        last: the last record.
    """

    capacity: tuple[float, ...]
    share: tuple[float, ...]
    gap: tuple[float, ...]
    books: tuple[float, float, float]
    last: StepRecord


def run(case: Case) -> Run:
    """Run a case to its end."""
    records = list(records_of(case))
    books = [record.books for record in records[1:]]
    return Run(
        capacity=tuple(record.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2 for record in records),
        share=tuple(number(record.bottom_share) for record in records),
        gap=tuple(1e6 * record.gap_to_counter for record in records),
        books=(
            max(abs(book.faraday) for book in books),
            max(abs(book.anions) for book in books),
            max(abs(book.area) for book in books),
        ),
        last=records[-1],
    )


def verify() -> Verification:
    """Run the pair on both levels."""
    cases = {name: shipped_case(path) for name, path in CASES.items()}
    coarse = {name: run(REFINEMENT.case(case, 1)) for name, case in cases.items()}
    fine = {name: run(REFINEMENT.case(case, 2)) for name, case in cases.items()}
    findings = [
        Finding(
            f"{name}: {quantity.name}",
            quantity.of(coarse[name].last),
            quantity.of(fine[name].last),
            quantity.unit,
            BOUND,
        )
        for name in CASES
        for quantity in QUANTITIES
    ]
    everything = [*coarse.values(), *fine.values()]
    findings += [
        Finding(
            f"largest residue of {book}, all runs",
            max(each.books[index] for each in everything),
            0.0,
            "1",
            bound,
            relative=False,
        )
        for index, (book, bound) in enumerate(
            [("charge against deposited area", 1e-6), ("salt", 1e-8), ("all areas", 1e-10)]
        )
    ]
    return Verification(tuple(findings), lambda figure: draw(figure, coarse, fine))


def draw(figure: Figure, coarse: dict[str, Run], fine: dict[str, Run]) -> None:
    """Draw bottom share and gap against capacity, shipped as lines and refined as dots."""
    share, gap = figure.subplots(1, 2)
    for axes in (share, gap):
        plain_axes(axes)
        axes.set_xlabel("plated capacity [mAh/cm²]")
    share.axhline(0.5, color=MUTED_TEXT, linewidth=0.9, linestyle=(0, (4, 3)))
    for name, colour in zip(coarse, CURVES, strict=False):
        _draw_both(share, name, colour, coarse[name], fine[name], lambda each: each.share)
        _draw_both(gap, name, colour, coarse[name], fine[name], lambda each: each.gap)
    share.set_ylim(0.0, 1.0)
    share.set_title("Share of charge in the lower half")
    # the scale excludes the time before the upper fibres count as coated
    gap.set_ylim(25.0, 56.0)
    gap.set_title("Electrode to counter plane [µm]")
    gap.legend(loc="lower left")


def _draw_both(
    axes: Axes,
    name: str,
    colour: str,
    coarse: Run,
    fine: Run,
    curve: Callable[[Run], tuple[float, ...]],
) -> None:
    label = f"{name}, as shipped"
    axes.plot(coarse.capacity[1:], curve(coarse)[1:], color=colour, linewidth=1.4, label=label)
    capacity, values = fine.capacity, curve(fine)
    wanted = [0.5 * step for step in range(1, int(2.0 * capacity[-1] * (1.0 + 1e-9)) + 1)]
    chosen = [min(range(len(capacity)), key=lambda i: abs(capacity[i] - at)) for at in wanted]
    axes.plot(
        [capacity[i] for i in chosen],
        [values[i] for i in chosen],
        "o",
        color=colour,
        markersize=3.5,
        label=f"{name}, refined",
    )


STATEMENT = """
The two cases of the README, as shipped and with mesh and time step refined together: all edges
halved, the tolerance of a step divided by four (as in `platefront converge`). Here the "reference"
is the finer run: the deviation is a measure of convergence of the shipped results, not of the
validity of the model. The residues of the conservation balances of all four runs are compared with
zero: charge against deposited area, salt, and the sum of all areas against the box.

In these runs about a hundred fronts merge. Integral quantities (shares, duration) converge better
than local ones (thickest deposit, distance to the counter plane). Lithium thinner than 0.1 µm is
disregarded in this distance: until the upper fibres of the inverted cloth exceed this thickness, at
about 1 mAh/cm², it is the distance of the pre-deposited lithium, about 200 µm."""

BENCHMARK = Benchmark(
    name="inverted_pair",
    title="Inverted and upright cloth on a finer mesh",
    statement=STATEMENT,
    cases=tuple(CASES.values()),
    long=True,
    run=verify,
    not_verified="Two levels give a difference, not an order; a third level of this pair was not "
    "run. Trapped area and the times at which single pores close are not compared.",
)
