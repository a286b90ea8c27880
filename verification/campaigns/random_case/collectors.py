"""Random collectors of every kind, so small and with so few features that a run takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians
from random import Random

from verification.campaigns.random_case.toml import Table, metres


@dataclass(frozen=True, slots=True)
class RandomCollector:
    """Collector of a random case.

    Attributes:
        keys: the table [section.collector].
        surfaces: names of the parts of its host.
        feature: its finest feature, which the mesh resolves with four edges or more [m].
        is_symmetric: True if periodic side walls fit it.
    """

    keys: Table
    surfaces: tuple[str, ...]
    feature: float
    is_symmetric: bool = True


def foil(draw: Random) -> RandomCollector:
    """Return a foil."""
    width = draw.uniform(2e-6, 40e-6)
    return RandomCollector({"kind": "foil", "width": metres(width)}, ("foil",), width)


def strip(draw: Random) -> RandomCollector:
    """Return a strip at a side wall or off it, opposite a long or a short counter electrode."""
    width = draw.uniform(8e-6, 40e-6)
    start = draw.choice([0.0, draw.uniform(0.1, 0.4) * width])
    length = (width - start) * draw.uniform(0.2, 0.8)
    keys: Table = {
        "kind": "strip",
        "width": metres(width),
        "start": metres(start),
        "length": metres(length),
        "counter_as_long": draw.random() < 0.25,
    }
    return RandomCollector(keys, ("strip", "plane"), length, start > 0)


def wire(draw: Random) -> RandomCollector:
    """Return a wire."""
    radius = draw.uniform(1e-6, 15e-6)
    keys: Table = {
        "kind": "wire",
        "radius": metres(radius),
        "facets": draw.choice([8, 16, 32]),
    }
    return RandomCollector(keys, ("wire",), radius, is_symmetric=False)


def pillars(draw: Random) -> RandomCollector:
    """Return one to three pillars, sharp or rounded."""
    width = draw.uniform(2e-6, 10e-6)
    space = draw.uniform(3e-6, 12e-6)
    keys: Table = {
        "kind": "pillars",
        "width": metres(width),
        "height": metres(draw.uniform(2e-6, 20e-6)),
        "pitch": metres(width + space),
        "count": draw.choice([1, 1, 2, 3]),
        "fillet": metres(draw.choice([0.0, 0.1, 0.4]) * min(width, 2e-6)),
    }
    return RandomCollector(keys, ("upper", "side", "lower"), min(width, space))


def trench(draw: Random) -> RandomCollector:
    """Return a trench, sharp or rounded."""
    width = draw.uniform(8e-6, 24e-6)
    opening = width * draw.uniform(0.2, 0.7)
    keys: Table = {
        "kind": "trench",
        "width": metres(width),
        "trench_width": metres(opening),
        "depth": metres(draw.uniform(2e-6, 16e-6)),
        "mouth_fillet": metres(draw.choice([0.0, 0.1, 0.3]) * min(opening, 2e-6)),
        "bottom_fillet": metres(draw.choice([0.0, 0.1, 0.3]) * min(opening, 2e-6)),
    }
    return RandomCollector(keys, ("shoulder", "wall", "floor"), opening)


def profile(draw: Random) -> RandomCollector:
    """Return a wave, a bump or a polyline."""
    width = draw.uniform(6e-6, 30e-6)
    height = width * draw.uniform(0.03, 0.4)
    shape = draw.choice(["sinusoid", "bump", "points"])
    curve: Table = {"shape": shape}
    if shape == "sinusoid":
        curve |= {"amplitude": metres(height / 2), "waves": draw.choice([0.5, 1.0, 2.0])}
    elif shape == "bump":
        base = width * draw.uniform(0.2, 0.8)
        curve |= {"height": metres(height), "base": metres(base)}
        curve |= {"tip_fillet": metres(base * draw.choice([0.0, 0.05, 0.1]))}
    else:
        heights = [draw.uniform(0.05, 1.0) * height for _ in range(draw.randint(3, 6))]
        last = len(heights) - 1
        curve["points"] = [[metres(width * k / last), metres(y)] for k, y in enumerate(heights)]
    keys: Table = {"kind": "profile", "width": metres(width), "curve": curve}
    return RandomCollector(keys, ("profile",), width / 4, curve.get("waves") in (1.0, 2.0))


def foam(draw: Random) -> RandomCollector:
    """Return a foam of a few pores."""
    pore = draw.uniform(15e-6, 30e-6)
    porosity = round(draw.uniform(0.76, 0.9), 3)
    keys: Table = {
        "kind": "foam",
        "width": metres(pore * draw.uniform(1.8, 2.5)),
        "thickness": metres(pore * draw.uniform(1.8, 2.5)),
        "porosity": porosity,
        "pore_size": metres(pore),
        "window": round(draw.uniform(0.2, 0.4), 3),
        "ligaments": draw.choice([0.0, 0.25, 0.6]),
        "floor_gap": metres(draw.uniform(3e-6, 10e-6)),
        **_seeded(draw),
    }
    return RandomCollector(keys, ("host",), pore * (1 - porosity) / 2)


def carbon_cloth(draw: Random) -> RandomCollector:
    """Return a cloth of half a dozen fibres."""
    keys: Table = {
        "kind": "carbon_cloth",
        "width": metres(draw.uniform(55e-6, 80e-6)),
        "thickness": metres(draw.uniform(61e-6, 75e-6)),
        "yarn_width": "30 um",
        "yarn_height": "30 um",
        "yarn_pitch": metres(draw.uniform(45e-6, 60e-6)),
        "packing": round(draw.uniform(0.2, 0.4), 3),
        "facets": draw.choice([8, 12, 24]),
        "floor_gap": metres(draw.uniform(3e-6, 10e-6)),
        **_seeded(draw),
    }
    return RandomCollector(keys, ("host",), 9e-6)


def fabric(draw: Random) -> RandomCollector:
    """Return a fabric of few filaments."""
    keys: Table = {
        "kind": "fabric",
        "warp_filaments": draw.randint(1, 5),
        "weft_filaments": draw.choice([1, 2]),
        "yarn_pitch": metres(draw.uniform(80e-6, 100e-6)),
        "coating": draw.choice(["0 um", "0.5 um", "1 um"]),
        "facets": draw.choice([8, 16, 24]),
        **_seeded(draw),
    }
    return RandomCollector(keys, ("host",), 9e-6)


def layers(draw: Random) -> RandomCollector:
    """Return plate and carbon layer in one of their positions."""
    position = draw.choice(["without", "interlayer", "melting", "bottom"])
    keys: Table = {
        "kind": "layers",
        "position": position,
        "plate_width": metres(draw.uniform(15e-6, 30e-6)),
        "edge_gap": metres(draw.uniform(8e-6, 20e-6)),
        "plate_thickness": metres(draw.uniform(4e-6, 10e-6)),
        "carbon_thickness": metres(draw.uniform(12e-6, 20e-6)),
        "porosity": round(draw.uniform(0.85, 0.95), 3),
        **_seeded(draw),
    }
    surfaces = ("plate", "foil") if position == "without" else ("plate", "carbon", "foil")
    return RandomCollector(keys, surfaces, 4e-6, is_symmetric=False)


def nuclei(draw: Random) -> RandomCollector:
    """Return a few nuclei of lithium or of the host."""
    radius = draw.uniform(1e-6, 5e-6)
    width = radius * draw.uniform(6.0, 12.0)
    angle = draw.uniform(40, 90)
    keys: Table = {
        "kind": "nuclei",
        "width": metres(width),
        "material": draw.choice(["lithium", "host"]),
        "radius": metres(radius),
        "contact_angle": f"{angle:.1f} deg",
        "min_gap": metres(radius / 2),
        **_seeded(draw),
    }
    if draw.random() < 0.5:
        keys["density"] = f"{draw.uniform(1.0, 2.5) / width:.6g} 1/m"
    else:
        keys["positions"] = [metres(width * draw.uniform(0.3, 0.7))]
    return RandomCollector(keys, ("nuclei", "foil"), radius * (1 - cos(radians(angle))))


def plumes(draw: Random) -> RandomCollector:
    """Return one or two plumes, with or without branches."""
    keys: Table = {
        "kind": "plumes",
        "width": metres(draw.uniform(10e-6, 22e-6)),
        "height": metres(draw.uniform(6e-6, 16e-6)),
        "generations": draw.choice([1, 2, 2, 3]),
        "side_branches": draw.randint(2, 6),
        "branch_angle": f"{draw.uniform(30, 90):.1f} deg",
        "irregularity": draw.choice([0.0, 0.3, 0.5]),
        **_seeded(draw),
    }
    return RandomCollector(keys, ("plumes", "foil"), 1.6e-6)


MAKERS: tuple[Callable[[Random], RandomCollector], ...] = (
    foil, pillars, carbon_cloth, trench, profile, strip, wire, fabric, foam, nuclei, layers, plumes,
)  # fmt: skip
"""Makers of collectors, each named as the kind that it makes."""


def _seeded(draw: Random) -> Table:
    return {"seed": draw.randint(0, 10_000)}
