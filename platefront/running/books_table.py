"""Table of the conservation balances: equation, residue and limit of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from platefront.geometry.lengths import UM2_PER_M2, square_micrometres
from platefront.results.books import share_text
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2, UMOL_PER_MOL

_NOTHING = 1e-9
"""Fraction of the whole below which a term is omitted from an equation."""


def books_table(ledger: Mapping[str, Any], width: float) -> Table:
    """Return the table of all balances.

    Args:
        ledger: the `ledger` of summary.json.
        width: width of the section [m]; charges are shown per electrode footprint.
    """
    limits, remeshing = ledger["limits"], ledger["remeshing"]
    rows = [
        ("charge", charge_equation(ledger, width), ledger["charge"]["largest_residue"]),
        *_counter_row(ledger, width),
        ("current", current_equation(ledger, width), ledger["current"]["largest_residue"]),
        ("continuity", "front = counter electrode", ledger["continuity"]["largest_residue"]),
        *_film_row(ledger, width),
        *_electrons_row(ledger),
        ("salt", salt_equation(ledger["salt"]), ledger["salt"]["largest_residue"]),
        ("area", area_equation(ledger["area"]), ledger["area"]["largest_residue"]),
        ("moved_deposit", _moved(remeshing), remeshing["moved_deposit"]),
        ("scaled_salt", _scaled(remeshing), remeshing["scaled_salt"]),
        ("spread_current", "by new meshes", remeshing["spread_current"]),
        *_meshed_film_row(ledger),
    ]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("balance", no_wrap=True)
    table.add_column("")
    table.add_column("residue", justify="right", no_wrap=True)
    table.add_column("limit", justify="right", no_wrap=True)
    for name, entries, value in rows:
        within = value <= limits[name]
        table.add_row(
            Text(name.replace("_", " ")),
            Text(entries),
            Text(share_text(value), style="green" if within else "bold yellow"),
            Text(share_text(limits[name])),
        )
    return table


def warning_text(warning: Mapping[str, Any]) -> Text:
    """Return the text of a warning: balance, residue, consequence, remedy."""
    book = str(warning["book"]).replace("_", " ")
    return Text.assemble(("warning: ", "bold yellow"), (f"{book}: {warning['text']}", ""))


def charge_equation(ledger: Mapping[str, Any], width: float) -> str:
    """Return the equation of charge passed and charge in the deposit's area [mAh/cm²]."""
    charge = ledger["charge"]
    passed, turnover = charge["passed_C_per_m"], charge["turnover_C_per_m"]
    text = f"{_per_footprint(passed, width)} mAh/cm² passed"
    if turnover - abs(passed) > _NOTHING * turnover:
        text += f"\n({_per_footprint(turnover, width)} plated and stripped)"
    if charge["of_deposit_C_per_m"] is None:
        return f"{text}\n(the front is fixed)"
    if "film" in ledger:
        text += f"\n− {_per_footprint(ledger['film']['consumed_C_per_m'], width)} to films"
    return f"{text} = {_per_footprint(charge['of_deposit_C_per_m'], width)} by area deposited"


def current_equation(ledger: Mapping[str, Any], width: float) -> str:
    """Return the equation of the integral of the current and the charge passed [mAh/cm²]."""
    integral, passed = ledger["current"]["integral_C_per_m"], ledger["charge"]["passed_C_per_m"]
    return (
        f"{_per_footprint(integral, width)} mAh/cm² by ∫ i dt "
        f"= {_per_footprint(passed, width)} passed"
    )


def _per_footprint(charge: float, width: float) -> str:
    """Format a charge per depth [C/m] as one per electrode footprint [mAh/cm²]."""
    return f"{charge / width / COULOMB_PER_M2_PER_MAH_PER_CM2:.4g}"


def _counter_row(ledger: Mapping[str, Any], width: float) -> list[tuple[str, str, float]]:
    """Return the row of a receding counter electrode; empty if it is fixed."""
    if "counter" not in ledger:
        return []
    counter = ledger["counter"]
    return [("counter", counter_equation(counter, width), counter["largest_residue"])]


def _electrons_row(ledger: Mapping[str, Any]) -> list[tuple[str, str, float]]:
    """Return the row of solids that resist; empty where they conduct perfectly."""
    if "electrons" not in ledger:
        return []
    return [("electrons", "front = terminal", ledger["electrons"]["largest_residue"])]


def counter_equation(counter: Mapping[str, Any], width: float) -> str:
    """Return the equation of charge and dissolved area of the counter electrode [mAh/cm²]."""
    dissolved = _per_footprint(counter["dissolved_C_per_m"], width)
    area = _per_footprint(counter["of_area_C_per_m"], width)
    return f"{dissolved} mAh/cm² dissolved = {area} by area"


def _film_row(ledger: Mapping[str, Any], width: float) -> list[tuple[str, str, float]]:
    """Return the row of films that grow; empty without any."""
    if "film" not in ledger:
        return []
    film = ledger["film"]
    return [("film", film_equation(film, width), film["largest_residue"])]


def _meshed_film_row(ledger: Mapping[str, Any]) -> list[tuple[str, str, float]]:
    """Return the row of what new meshes change of films; empty without any."""
    if "film" not in ledger:
        return []
    return [("meshed_film", "by new meshes", ledger["film"]["meshed_film"])]


def film_equation(film: Mapping[str, Any], width: float) -> str:
    """Return the equation of the metal that films consumed and the metal in them [mAh/cm²]."""
    consumed = _per_footprint(film["consumed_C_per_m"], width)
    formed = _per_footprint(film["formed_C_per_m"], width)
    return f"{consumed} mAh/cm² consumed = {formed} in films"


def salt_equation(salt: Mapping[str, Any]) -> str:
    """Return the equation of the salt at the start and at the end [µmol/m]."""
    start = salt["at_start_mol_per_m"]
    received = salt["received_mol_per_m"]
    left = f"{UMOL_PER_MOL * start:.4g} µmol/m at start"
    if abs(received) > _NOTHING * start:
        sign, way = ("+", "received") if received > 0 else ("−", "released")
        left += f" {sign} {UMOL_PER_MOL * abs(received):.4g} {way}"
    parts = [("electrolyte", salt["in_electrolyte_mol_per_m"])]
    parts.append(("pockets", salt["in_pockets_mol_per_m"]))
    return f"{left}\n= {_sum(parts, UMOL_PER_MOL, start)}"


def area_equation(area: Mapping[str, Any]) -> str:
    """Return the equation of the areas of the box and its regions [µm²]."""
    regions = ("electrolyte", "deposit", "collector", "pockets")
    parts = [(region, area[f"{region}_m2"]) for region in regions]
    fluid, solid = (_sum(part, UM2_PER_M2, area["box_m2"]) for part in (parts[::3], parts[1:3]))
    return f"{square_micrometres(area['box_m2']):.4g} µm² box = {fluid}\n+ {solid}"


def _sum(parts: Iterable[tuple[str, float]], scale: float, whole: float) -> str:
    """Format a sum without negligible terms."""
    return " + ".join(
        f"{scale * value:.4g} {name}" for name, value in parts if abs(value) > _NOTHING * whole
    )


def _moved(remeshing: Mapping[str, Any]) -> str:
    gaps = remeshing["gaps_filled"] + remeshing["pores_cut_off"]
    moved = f"{square_micrometres(remeshing['moved_area_m2']):.4g} µm² along the front"
    closed = "1 gap" if gaps == 1 else f"{gaps} gaps"
    return f"{moved} where {closed} closed" if gaps else "no gap closed"


def _scaled(remeshing: Mapping[str, Any]) -> str:
    largest = remeshing["largest_salt_scaling"]
    count = remeshing["count"]
    each = f"{share_text(largest)} at most at one"
    return f"at {count} remeshings, {each}" if count else "no remeshing"
