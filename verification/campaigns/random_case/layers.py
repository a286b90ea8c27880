"""A random layer of the electrolyte in one of four cases."""

from __future__ import annotations

from random import Random

from verification.campaigns.random_case.toml import Table, metres

_SHARE = 0.25
_NO_PLANE = frozenset({"wire"})
"""Kinds of collectors whose counter electrode is not a plane."""


def with_layer(draw: Random, tables: Table) -> Table:
    """Return the tables of a case, in one of four with a layer above the gap that it has.

    Args:
        draw: random numbers.
        tables: of the case; its section has a gap in µm.
    """
    section, counter = tables["section"], tables["counter"]
    assert isinstance(section, dict)
    assert isinstance(counter, dict)
    collector = section["collector"]
    assert isinstance(collector, dict)
    if draw.random() >= _SHARE or collector["kind"] in _NO_PLANE:
        return tables
    gap = 1e-6 * float(str(section["gap"]).split()[0])
    thickness = draw.uniform(2e-6, 40e-6)
    on_counter = counter["recession"] == "none" and draw.random() < 0.7
    above = 0.0 if on_counter else draw.uniform(2e-6, 20e-6)
    layer: Table = {"name": "separator", "thickness": metres(thickness), "position": metres(gap)}
    medium: Table = {"porosity": round(draw.uniform(0.2, 0.9), 3)}
    kind = draw.choice(["tortuosity", "bruggeman_exponent", ""])
    if kind:
        medium[kind] = round(draw.uniform(1.0, 4.0), 3)
    whole = float(metres(gap).split()[0]) + float(metres(thickness).split()[0]) + 1e6 * above
    new = {**section, "gap": f"{whole:.6g} um", "layers": [layer]}
    return {**tables, "section": new, "regions": {"separator": medium}}
