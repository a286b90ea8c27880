"""Sections on the map, on the ion path and on the mesh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from verification.inversion.cloth_cell import ClothCell
from verification.inversion.data import ClothCells, Data
from verification.inversion.groups import Groups, cloth_of, groups_of
from verification.inversion.line import columns_of
from verification.inversion.outcome import FINISHED
from verification.inversion.page.map_tables import (
    FREE,
    crossings,
    mesh_change,
    mesh_table,
    sensitivity,
    two_surface_error,
)
from verification.inversion.page.markdown import number
from verification.inversion.sets import BARRIERS, CURRENTS, EXCHANGE_CURRENTS


def map_section(data: Data) -> Iterator[str]:
    """Yield the section on the map."""
    cloth = cloth_of(ClothCell().diffusivity, ClothCell().gap)
    yield "## Barrier, exchange current density and current"
    yield (
        "The inverted cloth of [one_potential_inverted.toml]"
        "(../cases/inverted_anode/one_potential_inverted.toml) with other nucleation barriers of "
        f"bare carbon ({BARRIERS[0]:g} to {BARRIERS[-1]:g} mV), exchange current densities i0 of "
        f"both halves ({EXCHANGE_CURRENTS[0]:g} to {EXCHANGE_CURRENTS[-1]:g} A/m²) and currents "
        f"({CURRENTS[0]:g} to {CURRENTS[-1]:g} mA/cm², the rates of the study): the share of all "
        "charge that is plated in the lower, lithiated half **after 1 mAh/cm²**."
    )
    yield _ends(data)
    yield "![Share of the lower half, by barrier and i0](images/inversion/map.png)"
    yield (
        "Black: the share passes 1/2. Blue, dashed: the barrier η + Δφ that the closed estimate "
        "asks for. Lithium in the lower half orange, in the upper half grey."
    )
    yield sensitivity(data.map)
    yield "### In dimensionless numbers"
    yield (
        "If the lithiated half, of s wetted lengths per footprint, carries the current alone, its "
        "overpotential is η = (2RT/F) asinh(i/(2 i0 s)). Between the middles of the two halves "
        "the potential against lithium falls in steady state by Δφ = i d/(2 t₊ κ ε^1.5): d is the "
        "thickness of the cloth, ε its porosity, and 1/t₊ is what concentration adds to the ohmic "
        "drop. The bare half stays free if η_nuc > η + Δφ "
        "([model.md](model.md#two-overpotentials-or-one-potential)). Here "
        f"s = {cloth.lithiated:.2f}, the bare half has {cloth.bare:.1f} wetted lengths, RT/F is "
        f"{1e3 * cloth.thermal_voltage:.2f} mV, κ = {cloth.conductivity:.2f} S/m and "
        f"ε = {cloth.porosity:.2f}. *Free from* is the lowest barrier computed from which on the "
        f"share is at least {FREE:g}; *share 1/2 at* is interpolated between neighbours; "
        f"Wa = (RT/F) κ/(i L) with L = {1e6 * cloth.path:.0f} µm from the counter electrode to the "
        "middle of the cloth."
    )
    yield crossings(data.map)
    yield "![All cells and the line where the share passes 1/2](images/inversion/groups.png)"
    yield from _findings(data)


def _ends(data: Data) -> str:
    counted = sum(outcome.counts for outcome in data.map.values())
    others = [f"{t}: {o.kind}" for t, o in data.map.items() if not o.counts]
    worst = max(outcome.worst_book for outcome in data.map.values() if outcome.counts)
    text = (
        f"{len(data.map)} cells, of which {counted} finished with all balances within their limits "
        f"(the worst residue is {worst:.2g} of its limit). Cells beyond the grid lie where the "
        "share passes 1/2. All of them: [map.csv](inversion/map.csv)."
    )
    return text + (f" Not finished: {'; '.join(others)}." if others else "")


def _findings(data: Data) -> Iterator[str]:
    verdicts = judged(data.map)
    right, wrong = sum(verdicts.values()), len(verdicts) - sum(verdicts.values())
    told = "; ".join(_cell_words(data, cell) for cell, good in verdicts.items() if not good)
    ohmic = sum(judged(data.map, ohmic=True).values())
    mean, largest = two_surface_error(data.map)
    yield (
        f"**The closed estimate is the border of the free half.** In {right} of {right + wrong} "
        f"cells the share is at least {FREE:g} if and only if η_nuc > η + Δφ; the others are "
        f"{told}. With the ohmic drop alone for Δφ it would be {ohmic}."
    )
    yield (
        "**Half of the lithium is another border.** Below η + Δφ the bare half nucleates, but "
        "lithium has to cover it first, which takes charge; the lower the barrier, the less. So "
        "the share passes 1/2 at a lower barrier than η + Δφ, and at large η at a bounded one: "
        "there both halves follow Tafel's law, and their ratio no longer depends on the current. "
        "Two surfaces without space at one potential "
        "(`verification/inversion/two_surfaces.py`: wetted lengths, barrier, i0 and nothing of the "
        "electrolyte but Δφ, less which the barrier counts) give the black curve; their shares "
        "differ from those of the cells by "
        f"{mean:.3f} on average and {largest:.2f} at most."
    )
    same = "; ".join(
        f"i/(i0 s) = {ratio:.2g}: {', '.join(number(barrier, 1) for barrier in barriers)} mV"
        for ratio, barriers in collapsed(data.map).items()
    )
    yield (
        f"**Current and i0 count by their ratio.** The Wagner number is {_wagner(data.map)}. "
        f"Columns of the same i/i0 pass 1/2 at the same barrier once Δφ is taken off: {same}."
    )


def judged(stored: ClothCells, *, ohmic: bool = False) -> dict[ClothCell, bool]:
    """Finished cell → True if the closed estimate tells whether its bare half is free.

    Args:
        stored: cells of a map.
        ohmic: take the ohmic drop alone for Δφ.
    """
    return {
        cell: (_left(groups_of(cell), ohmic) > 0.0) == ((outcome.end.bottom_share or 0.0) >= FREE)
        for cell, outcome in stored.items()
        if outcome.counts
    }


def _left(groups: Groups, ohmic: bool) -> float:
    drop = groups.ohmic_drop if ohmic else groups.drop
    return groups.barrier - groups.overpotential - drop


def _cell_words(data: Data, cell: ClothCell) -> str:
    unit = 1e3 * cloth_of(cell.diffusivity, cell.gap).thermal_voltage
    share = data.map[cell].end.bottom_share
    return (
        f"{cell.barrier:g} mV at {cell.current:g} mA/cm², i0 = {cell.exchange_current:g} A/m² "
        f"(share {number(share, 2)}, η + Δφ = {groups_of(cell).needed * unit:.1f} mV)"
    )


def collapsed(stored: ClothCells) -> dict[float, list[float]]:
    """i/(i0 s) that several columns have → barriers less Δφ at which they pass 1/2 [mV]."""
    found: dict[float, list[float]] = defaultdict(list)
    for column in columns_of(stored):
        cell, crossing = column.trial, column.crossing
        if crossing is not None:
            cloth = cloth_of(cell.diffusivity, cell.gap)
            ratio = 10.0 * cell.current / (cell.exchange_current * cloth.lithiated)
            drop = 1e3 * cloth.thermal_voltage * groups_of(cell).drop
            found[round(ratio, 6)].append(crossing.barrier - drop)
    return {ratio: barriers for ratio, barriers in sorted(found.items()) if len(barriers) > 1}


def _wagner(stored: ClothCells) -> str:
    numbers = sorted({f"{groups_of(trial).wagner:.3g}" for trial in stored}, key=float)
    return ", ".join(numbers[:-1]) + f" or {numbers[-1]}"


def path_section(data: Data) -> Iterator[str]:
    """Yield the section on the ion path."""
    yield "## The ion path"
    poor, far = _third_axis(data)
    verdicts = judged(data.path)
    yield (
        "The third number is the ion path: its drop between the halves, and its length outside "
        "over the thickness of the cloth. The same at 1 mA/cm² with a tenth of the salt "
        f"diffusivity, and so of the conductivity (Wa {poor.wagner:.2g}), and with an ion path "
        "from the cloth to the counter electrode as long as the cloth is thick (gap/cloth "
        f"{far.path:.2g}):"
    )
    yield crossings(data.path)
    yield (
        f"With a tenth of the conductivity Δφ is {number(poor.drop, 2)} RT/F, which adds to what "
        "the barrier has to hold. A path outside the cloth is common to both halves: it changes "
        "the voltage of the cell, not the share. The path that counts is the one *within* the "
        f"collector. The closed estimate is right in {sum(verdicts.values())} of {len(verdicts)} "
        f"of these cells; wrong where the share is {_shares(data.path, verdicts)}."
    )
    ends = [f"{t}: {o.kind}, {o.reason}" for t, o in data.path.items() if o.kind != FINISHED]
    if ends:
        yield f"Not finished: {'; '.join(ends)}."


def _shares(stored: ClothCells, verdicts: Mapping[ClothCell, bool]) -> str:
    """Return the shares of the cells that the closed estimate judges wrong."""
    shares = [stored[cell].end.bottom_share for cell, right in verdicts.items() if not right]
    return ", ".join(number(share, 2) for share in shares) or "–"


def _third_axis(data: Data) -> tuple[Groups, Groups]:
    groups = [groups_of(trial) for trial in data.path]
    return min(groups, key=lambda g: g.wagner), max(groups, key=lambda g: g.path)


def mesh_section(data: Data) -> Iterator[str]:
    """Yield the section on the mesh."""
    yield "### Mesh"
    yield (
        f"The cells have edges of {ClothCell().front_size:g} µm on the front and fibres of "
        f"{ClothCell().facets} sides. On finer meshes their shares change by at most "
        f"{mesh_change(data):.3f}:"
    )
    yield mesh_table(data)
