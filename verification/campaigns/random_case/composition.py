"""Composition of a random case from its parts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from verification.campaigns.random_case.collectors import MAKERS, RandomCollector
from verification.campaigns.random_case.features import with_features
from verification.campaigns.random_case.layers import with_layer
from verification.campaigns.random_case.physics import (
    MODES,
    control,
    counter,
    electrolyte,
    surfaces,
)
from verification.campaigns.random_case.toml import Table, metres, text_of

DRAWN_KINDS = frozenset({"outline", "micrograph"})
"""Kinds of collectors that need a drawing; the campaign of hostile drawings has them."""
CHARGE_OF_MICROMETRE = 0.206
"""Charge of a layer of lithium 1 µm thick [mAh/cm²]."""


@dataclass(frozen=True, slots=True)
class RandomCase:
    """Case file made at random.

    Attributes:
        kind: kind of its collector.
        text: its content.
    """

    kind: str
    text: str


def random_case(seed: int, index: int, attempt: int = 0) -> RandomCase:
    """Return a case, the same for the same numbers.

    Args:
        seed: seed of the campaign.
        index: number of the case; kinds of collectors and controls follow each other in turn.
        attempt: number of earlier cases of this index that were refused.
    """
    draw = Random(f"{seed}/{index}/{attempt}")
    maker = MAKERS[index % len(MAKERS)]
    mode = MODES[(index // len(MAKERS) + index) % len(MODES)]
    collector = maker(draw)
    solution = electrolyte(draw, mode)
    thickness = min(collector.feature * draw.uniform(0.03, 0.4), 5e-6)
    current = 0.5 * 40 ** draw.random()
    front = front_of(draw)
    section = section_of(draw, collector, mode, thickness)
    names = collector.surfaces
    if "predeposit" in section:  # laws of parts could not follow the lithium where it is turned
        names = ("lithiated", "bare")
    tables: Table = {
        "title": f"Random case {index} of seed {seed}",
        "section": section,
        "electrolyte": solution,
        "control": control(draw, mode, current),
        "counter": counter(draw, is_fixed=front["mode"] == "fixed"),
        "surfaces": surfaces(draw, names, mode, str(solution["model"])),
        "front": front,
        "mesh": mesh_of(draw, collector.feature),
        "stop": _stop(draw, mode, thickness, current),
        "output": {"figures": False},
    }
    features = Random(f"features/{seed}/{index}/{attempt}")
    return RandomCase(maker.__name__, text_of(with_features(features, with_layer(draw, tables))))


def section_of(draw: Random, collector: RandomCollector, mode: str, thickness: float) -> Table:
    """Return a section with a collector.

    Args:
        draw: random numbers.
        collector: its collector.
        mode: control, by which it has to have lithium or may have some.
        thickness: of the lithium to be plated [m].
    """
    periodic = collector.is_symmetric and draw.random() < 0.35
    table: Table = {
        "gap": metres(_even(draw, thickness)),
        "walls": "periodic" if periodic else "symmetric",
        "collector": collector.keys,
    }
    if collector.keys["kind"] == "layers":
        return table  # plate and position take the place of what follows
    if collector.keys["kind"] != "wire":
        table["orientation"] = draw.choice(["upright", "inverted"])
    if mode == "stripping" or draw.random() < 0.4:
        charge = thickness * 1e6 * CHARGE_OF_MICROMETRE * draw.uniform(0.3, 1.5)
        table["predeposit"] = {"capacity": f"{charge:.3g} mAh/cm^2"}
    return table


def _even(draw: Random, thickness: float) -> float:
    """Return a gap [m]; one in ten is so narrow that the deposit gets near the counter."""
    if draw.random() < 0.1:
        return thickness * draw.uniform(1.2, 3.0)
    return draw.uniform(5e-6, 40e-6)


def front_of(draw: Random) -> Table:
    """Return a front, fixed in one of four cases."""
    if draw.random() < 0.25:
        return {"mode": "fixed"}
    return {"mode": "moving", "merge_gap": draw.choice([0.5, 0.6, 0.6, 1.0])}


def mesh_of(draw: Random, feature: float) -> Table:
    """Return a mesh that resolves a feature [m]."""
    size = min(feature * draw.uniform(0.12, 0.25), 4e-6)
    table: Table = {
        "front_size": metres(size),
        "largest_size": metres(size * draw.uniform(3, 8)),
        "growth": draw.choice([0.2, 0.3, 0.5]),
        "order": draw.choice([1, 1, 1, 2]),
    }
    if draw.random() < 0.15:
        table["junction_size"] = metres(size * draw.uniform(0.2, 0.9))
    return table


def _stop(draw: Random, mode: str, thickness: float, current: float) -> Table:
    charge = thickness * 1e6 * CHARGE_OF_MICROMETRE
    table: Table = {"time": f"{charge / current * draw.uniform(0.5, 1.5):.4g} h"}
    if mode != "stripping":
        table["capacity"] = f"{charge:.4g} mAh/cm^2"
    if draw.random() < 0.4:
        table["gap_to_counter"] = metres(thickness * 0.5)
    return table
