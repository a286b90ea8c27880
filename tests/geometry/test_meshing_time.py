"""Building and meshing a large section takes no time worth waiting for."""

from __future__ import annotations

import time

import pytest

from geometry.collectors import CarbonCloth
from geometry.grading import Grading
from geometry.meshing import quality, triangulate
from geometry.predeposit import Layer
from solvers.front_tracker import initial_outline


@pytest.mark.long
def test_sixty_thousand_triangles_take_less_than_three_seconds():
    """1.8 s of processor time on a machine of 2024; see benchmarks/meshing_time.py."""
    start = time.process_time()
    section = CarbonCloth().section(50.0, Layer(29.0), inverted=False)
    merging = initial_outline(section, Grading(0.48, 5.5, 0.3), 0.6)
    mesh = triangulate(merging.outline, Grading(0.48, 5.5, 0.3))
    seconds = time.process_time() - start
    assert len(mesh.triangles) >= 60_000
    assert quality(mesh.points, mesh.triangles).min() > 0.4
    assert seconds < 3.0
