"""Tables of the maps: sensitivity, the line where the share passes 1/2, finer meshes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from verification.inversion.cloth_cell import ClothCell
from verification.inversion.data import ClothCells, Data
from verification.inversion.groups import cloth_of, groups_of
from verification.inversion.line import Column, columns_of
from verification.inversion.outcome import FINISHED, RunOutcome
from verification.inversion.page.markdown import number, table
from verification.inversion.sets import BARRIERS, CURRENTS, EXCHANGE_CURRENTS
from verification.inversion.two_surfaces import half_line, lithiated_share

FREE = 0.99
"""Bottom share from which the bare half counts as free of lithium."""


def sensitivity(stored: ClothCells) -> str:
    """Return the table of bottom shares, a line for each current and exchange current density."""
    heads = ["mA/cm²", "i0 [A/m²]", *(f"{barrier:g} mV" for barrier in BARRIERS)]
    rows = []
    for current in CURRENTS:
        for exchange in EXCHANGE_CURRENTS:
            trial = ClothCell(current=current, exchange_current=exchange)
            cells = [stored.get(replace(trial, barrier=barrier)) for barrier in BARRIERS]
            rows.append([f"{current:g}", f"{exchange:g}", *map(_share_cell, cells)])
    return table(heads, rows, texts=0)


def _share_cell(outcome: RunOutcome | None) -> str:
    if outcome is None:
        return ""
    if outcome.kind != FINISHED:
        return outcome.reason
    return number(outcome.end.bottom_share, 3) + ("" if outcome.counts else " (books)")


def free_from(column: Column) -> str:
    """Return the lowest barrier of a column from which on all shares are at least `FREE` [mV]."""
    last = max((b for b, share in column.shares.items() if share < FREE), default=None)
    above = [b for b in column.shares if last is None or b > last]
    if not above:
        return f"> {last:g}"
    return f"{'≤ ' if last is None else ''}{min(above):g}"


def crossings(stored: ClothCells) -> str:
    """Return the table of the line where the share passes 1/2, beside its estimates."""
    heads = [
        "mA/cm²", "i0 [A/m²]", "gap [µm]", "Wa", "gap/cloth", "η F/RT", "Δφ F/RT",
        "η + Δφ [mV]", "free from [mV]", "share 1/2 at [mV]", "F η_nuc/RT there",
        "two surfaces [mV]",
    ]  # fmt: skip
    columns = columns_of(stored)
    lines = half_lines([column.trial for column in columns])
    rows = []
    for column, line in zip(columns, lines, strict=True):
        trial, crossing, groups = column.trial, column.crossing, groups_of(column.trial)
        unit = 1e3 * cloth_of(trial.diffusivity, trial.gap).thermal_voltage
        rows.append(
            [
                f"{trial.current:g}",
                f"{trial.exchange_current:g}",
                f"{trial.gap:g}",
                f"{groups.wagner:.3g}",
                number(groups.path, 2),
                number(groups.overpotential, 2),
                number(groups.drop, 2),
                number(groups.needed * unit, 1),
                free_from(column),
                column.bounds,
                number(crossing.barrier / unit if crossing else None, 2),
                number(line * unit, 1),
            ]
        )
    return table(heads, rows, texts=0)


def half_lines(cells: list[ClothCell]) -> list[float]:
    """Return the barriers at which two surfaces have half each, with Δφ, over RT/F."""
    cloth = cloth_of(ClothCell().diffusivity, ClothCell().gap)
    ratios = np.array([10.0 * cell.current / cell.exchange_current for cell in cells])
    lines = half_line(ratios, cloth, ClothCell().capacity)
    return [float(line) + groups_of(cell).drop for line, cell in zip(lines, cells, strict=True)]


def two_surface_error(stored: ClothCells) -> tuple[float, float]:
    """Return mean and largest difference of the shares of two surfaces, with Δφ, from the cells."""
    cloth = cloth_of(ClothCell().diffusivity, ClothCell().gap)
    counted = {cell: o.end.bottom_share or 0.0 for cell, o in stored.items() if o.counts}
    ratio = np.array([10.0 * cell.current / cell.exchange_current for cell in counted])
    left = [max(groups_of(cell).barrier - groups_of(cell).drop, 0.0) for cell in counted]
    estimate = lithiated_share(ratio, np.array(left), cloth, ClothCell().capacity)
    off = np.abs(estimate - np.array(list(counted.values())))
    return float(off.mean()), float(off.max())


def mesh_table(data: Data) -> str:
    """Return shares of cells of the map beside those on finer meshes."""
    heads = ["mA/cm²", "barrier [mV]", "i0 [A/m²]", *_mesh_heads(data)]
    rows = []
    for cell, finer in meshes(data).items():
        share = data.map[cell].end.bottom_share
        rows.append(
            [f"{cell.current:g}", f"{cell.barrier:g}", f"{cell.exchange_current:g}"]
            + [number(x, 3) for x in (share, *finer.values())]
        )
    return table(heads, rows, texts=0)


def meshes(data: Data) -> dict[ClothCell, dict[ClothCell, float]]:
    """Cell of the map → shares of the same cell on finer meshes."""
    found: dict[ClothCell, dict[ClothCell, float]] = {}
    for trial, outcome in data.mesh.items():
        cell = replace(trial, front_size=ClothCell().front_size, facets=ClothCell().facets)
        if cell in data.map and outcome.end.bottom_share is not None:
            found.setdefault(cell, {})[trial] = outcome.end.bottom_share
    return found


def mesh_change(data: Data) -> float:
    """Return the largest change of a share by a finer mesh."""
    changes = [
        abs(share - (data.map[cell].end.bottom_share or 0.0))
        for cell, finer in meshes(data).items()
        for share in finer.values()
    ]
    return max(changes)


def _mesh_heads(data: Data) -> Iterator[str]:
    finest: Mapping[tuple[float, int], None] = dict.fromkeys(
        (trial.front_size, trial.facets) for trial in data.mesh
    )
    for size, facets in [(ClothCell().front_size, ClothCell().facets), *finest]:
        yield f"{size:g} µm, {facets} sides"
