from __future__ import annotations

import numpy as np
import pytest

from platefront.figures.current_lines.sharp_edges import from_neighbours, sharp_vertices
from platefront.figures.scene import Scene, load_scene
from platefront.results.reading import RunResults


@pytest.fixture(scope="module", params=[0, -1], ids=["bare", "coated"])
def scene(request: pytest.FixtureRequest, run: RunResults) -> Scene:
    return load_scene(run.frames[request.param])


def test_tops_of_bare_pillars_are_sharp_and_their_feet_are_not(run: RunResults) -> None:
    bare = load_scene(run.frames[0])
    found = {tuple(point) for point in bare.points[sharp_vertices(bare)]}
    assert found == {(8.0, 54.0), (22.0, 54.0), (38.0, 54.0), (52.0, 54.0)}


def test_values_at_sharp_edges_are_within_those_around(scene: Scene) -> None:
    magnitude = scene.current_magnitude
    sharp = sharp_vertices(scene)
    spiked = magnitude.copy()
    spiked[sharp] = 1e6
    calm = from_neighbours(scene, spiked)
    assert len(sharp)
    assert calm[sharp].max() <= np.delete(magnitude, sharp).max()
    others = np.delete(np.arange(len(magnitude)), sharp)
    np.testing.assert_array_equal(calm[others], magnitude[others])


def test_vectors_and_numbers_are_replaced_alike(scene: Scene) -> None:
    vectors = from_neighbours(scene, scene.current_density)
    for axis in (0, 1):
        part = from_neighbours(scene, scene.current_density[:, axis])
        np.testing.assert_allclose(vectors[:, axis], part, rtol=1e-14)
