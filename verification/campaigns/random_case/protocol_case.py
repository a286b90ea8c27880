"""Composition of a random case that is driven by a protocol."""

from __future__ import annotations

from random import Random

from verification.campaigns.random_case.collectors import MAKERS
from verification.campaigns.random_case.composition import (
    CHARGE_OF_MICROMETRE,
    RandomCase,
    front_of,
    mesh_of,
    section_of,
)
from verification.campaigns.random_case.features import with_features
from verification.campaigns.random_case.layers import with_layer
from verification.campaigns.random_case.physics import counter, electrolyte, surfaces
from verification.campaigns.random_case.protocols import THEMES, StepSize, random_protocol
from verification.campaigns.random_case.toml import Table, text_of


def random_protocol_case(seed: int, index: int, attempt: int = 0) -> RandomCase:
    """Return a case with a protocol, the same for the same numbers.

    Args:
        seed: seed of the campaign.
        index: number of the case; kinds of collectors and themes of protocols follow each other in
            turn.
        attempt: number of earlier cases of this index that were refused.
    """
    draw = Random(f"protocol/{seed}/{index}/{attempt}")
    maker = MAKERS[index % len(MAKERS)]
    theme = list(THEMES)[index % len(THEMES)]
    collector = maker(draw)
    solution = electrolyte(draw, "galvanostatic")
    thickness = min(collector.feature * draw.uniform(0.02, 0.15), 2e-6)
    size = StepSize(
        charge=thickness * 1e6 * CHARGE_OF_MICROMETRE,
        current=0.5 * 20 ** draw.random(),
        concentration=float(str(solution["concentration"]).split()[0]),
        averages_pulses=solution["model"] == "ohmic",
    )
    front = front_of(draw)
    section = section_of(draw, collector, "galvanostatic", thickness)
    names = collector.surfaces
    if "predeposit" in section:  # laws of parts could not follow the lithium where it is turned
        names = ("lithiated", "bare")
    tables: Table = {
        "title": f"Random protocol {index} of seed {seed}: {theme}",
        "section": section,
        "electrolyte": solution,
        "counter": counter(draw, is_fixed=front["mode"] == "fixed"),
        "surfaces": surfaces(draw, names, "galvanostatic", str(solution["model"])),
        "front": front,
        "mesh": mesh_of(draw, collector.feature),
        "protocol": random_protocol(draw, theme, size),
        "output": {"figures": False},
    }
    features = Random(f"protocol/features/{seed}/{index}/{attempt}")
    return RandomCase(theme, text_of(with_features(features, with_layer(draw, tables))))
