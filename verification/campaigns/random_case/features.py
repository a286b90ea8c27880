"""Random films that grow, solids that resist, porous hosts, and fronts that stop at a layer.

They have random numbers of their own, so that what they are added to stays the same case.
"""

from __future__ import annotations

from random import Random

from verification.campaigns.random_case.toml import Table

_SHARE = 0.15
"""Share of the cases with each, where it fits."""
_STANDING = frozenset({"pillars", "trench", "profile"})
"""Collectors that stand on the terminal, and may resist."""


def with_features(draw: Random, tables: Table) -> Table:
    """Return the tables of a case, perhaps with further features."""
    whole = {**tables, "surfaces": _with_films(draw, _table(tables, "surfaces"))}
    if draw.random() < _SHARE:
        whole["solids"] = _solids(draw, str(_table(_table(tables, "section"), "collector")["kind"]))
        whole["surfaces"] = _without_deposit(_table(whole, "surfaces"))
    if "regions" in tables:
        whole |= _at_layer(draw, tables)
    return whole


def _with_films(draw: Random, surfaces: Table) -> Table:
    if draw.random() >= 2.0 * _SHARE:
        return surfaces
    growth = draw.choice(["parabolic", "by_charge"])
    film: Table = {
        "growth": growth,
        "initial_thickness": f"{_log(draw, 1, 30):.3g} nm",
        "resistivity": f"{_log(draw, 1e3, 1e5):.3g} ohm*m",
        "rate": f"{_log(draw, 1e-22, 1e-19):.3g} m^2/s"
        if growth == "parabolic"
        else f"{_log(draw, 1e-24, 1e-21):.3g} m^4/C",
    }
    if draw.random() < 0.5:
        film["breaking_strain"] = round(draw.uniform(0.01, 0.3), 3)
    made: Table = {}
    for name, law in surfaces.items():
        assert isinstance(law, dict)
        takes = law["law"] in ("butler_volmer", "linear")
        made[name] = {**law, "film": film} if takes else law
    return made


def _solids(draw: Random, kind: str) -> Table:
    keys: Table = {"deposit_conductivity": f"{_log(draw, 1e-2, 1e7):.3g} S/m"}
    if kind in _STANDING and draw.random() < 0.6:
        keys["host_conductivity"] = f"{_log(draw, 1e-2, 1e5):.3g} S/m"
    if draw.random() < 0.5:
        keys["contact_resistance"] = f"{_log(draw, 1e-7, 1e-3):.3g} ohm*m^2"
    return keys


def _without_deposit(surfaces: Table) -> Table:
    """Return laws without a resistance of the deposit, which would count twice."""
    made: Table = {}
    for name, law in surfaces.items():
        assert isinstance(law, dict)
        made[name] = {key: value for key, value in law.items() if key != "deposit_conductivity"}
    return made


def _at_layer(draw: Random, tables: Table) -> Table:
    """Return front and regions with a layer at which the front stops, or one that is a host."""
    front, (name, medium) = _table(tables, "front"), *_table(tables, "regions").items()
    assert isinstance(medium, dict)
    if front["mode"] == "moving" and draw.random() < 0.4:
        return {"front": {**front, "at_layer": "stop"}}
    if draw.random() < 0.5:
        return {}
    host: Table = {
        "specific_area": f"{_log(draw, 1e4, 5e6):.3g} 1/m",
        "reaction": {
            "law": "butler_volmer",
            "exchange_current_density": f"{_log(draw, 0.01, 5):.3g} mA/cm^2",
        },
    }
    return {"regions": {name: {**medium, "host": host}}}


def _table(tables: Table, name: str) -> Table:
    table = tables[name]
    assert isinstance(table, dict)
    return table


def _log(draw: Random, least: float, largest: float) -> float:
    """Return a number whose logarithm is distributed evenly."""
    return float(least * (largest / least) ** draw.random())
