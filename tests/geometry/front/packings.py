"""Random packings of discs in a box, and the outlines of the electrolyte between them."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import strategies as st

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection

WIDTH, HEIGHT = 30.0, 36.0
SURFACES = {
    "upper": shapely.box(0.0, 14.0, WIDTH, HEIGHT),
    "lower": shapely.box(0.0, 1e-3, WIDTH, 14.0),
}
"""Fibres above and below y = 14; the floor y = 0 is inert."""


def disc_section(seed: int, count: int, coat: float = 0.0, edges: int = 24) -> CrossSection:
    """Discs anywhere, overlapping each other and the walls; some carry a coat of lithium [µm]."""
    random = np.random.default_rng(seed)
    x, y = random.uniform(0.0, WIDTH, count), random.uniform(0.0, HEIGHT - 8.0, count)
    radius = random.uniform(1.5, 4.0, count)
    angle = 2.0 * np.pi * np.arange(edges) / edges
    circle = np.column_stack((np.cos(angle), np.sin(angle)))
    discs = [shapely.Polygon(np.array([x[k], y[k]]) + radius[k] * circle) for k in range(count)]
    box = shapely.box(0.0, 0.0, WIDTH, HEIGHT)
    collector = shapely.union_all(discs).intersection(box)
    deposit = shapely.Polygon()
    if coat:
        lower = shapely.union_all([disc for disc in discs if disc.centroid.y < 14.0])
        deposit = lower.buffer(coat).intersection(box).difference(collector)
    low, high = collector.bounds[1], collector.bounds[3]
    return CrossSection(WIDTH, HEIGHT, collector, deposit, (low, high), SURFACES)


def main_part(section: CrossSection) -> shapely.Polygon:
    """The largest electrolyte that reaches the counter electrode."""
    reaching, _ = connected_to_counter(section.electrolyte, section.counter_electrode)
    return max(reaching, key=lambda part: part.area)


def disc_outline(seed: int, count: int, coat: float = 0.0) -> Outline:
    """Outline of a random packing."""
    section = disc_section(seed, count, coat)
    return trace_section(section, main_part(section))


seeds = st.integers(0, 2**31 - 1)
counts = st.integers(1, 9)
coats = st.sampled_from([0.0, 0.7])
outlines = st.builds(disc_outline, seeds, counts, coats)
