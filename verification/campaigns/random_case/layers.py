"""A random layer of the electrolyte in one of four cases, porous or with resolved pores."""

from __future__ import annotations

from random import Random

from verification.campaigns.random_case.toml import Table, metres

_SHARE = 0.25
_RESOLVED = 0.5
"""Share of the layers whose pores are resolved, where the mesh has edges for them."""
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
    if draw.random() < _RESOLVED and (pores := _pores(draw, tables)) is not None:
        thickness, pores_table = pores
        above = draw.uniform(2e-6, 20e-6)
        layer |= {"thickness": metres(thickness), "pores": pores_table}
        whole = 1e6 * (gap + thickness + above)
        return {**tables, "section": {**section, "gap": f"{whole:.6g} um", "layers": [layer]}}
    medium: Table = {"porosity": round(draw.uniform(0.2, 0.9), 3)}
    kind = draw.choice(["tortuosity", "bruggeman_exponent", ""])
    if kind:
        medium[kind] = round(draw.uniform(1.0, 4.0), 3)
    whole = float(metres(gap).split()[0]) + float(metres(thickness).split()[0]) + 1e6 * above
    new = {**section, "gap": f"{whole:.6g} um", "layers": [layer]}
    return {**tables, "section": new, "regions": {"separator": medium}}


def _pores(draw: Random, tables: Table) -> tuple[float, Table] | None:
    """Return thickness [m] and pores of a layer; None where edges are too long for them."""
    section, mesh = tables["section"], tables["mesh"]
    assert isinstance(section, dict)
    assert isinstance(mesh, dict)
    collector = section["collector"]
    assert isinstance(collector, dict)
    given = collector.get("pitch", collector.get("width"))
    if given is None:
        return None
    width = 1e-6 * float(str(given).split()[0])
    pitch = 2.0 * width / draw.choice([1, 2, 4])
    share, shape = round(draw.uniform(0.25, 0.75), 2), draw.choice(["slots", "wires"])
    edge = 1e-6 * float(str(mesh["front_size"]).split()[0])
    if min(share, 1.0 - share) * pitch < 4.0 * edge:
        return None
    bar = (1.0 - share) * pitch
    thickness = bar if shape == "wires" else draw.uniform(0.3, 2.0) * pitch
    pore = f"{1e6 * share * pitch:.10g} um"
    return 1.01 * thickness, {"shape": shape, "pore_width": pore, "open_fraction": share}
