"""Encoding of states: every value comes back as it was, and nothing else is made."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest
import shapely

from platefront.solvers.state.checkpoint.encoding import Decoder, Encoder, UnknownDataError


@dataclass
class Known:
    numbers: Any
    cache: int = 0


class Pair(NamedTuple):
    one: float
    other: float


@dataclass
class Foreign:
    number: int = 1


CLASSES: dict[str, type] = {"Known": Known, "Pair": Pair}


def there_and_back(value: Any) -> Any:
    encoder = Encoder(CLASSES, {Known: frozenset({"cache"})})
    tree = json.loads(json.dumps(encoder.encode(value)))
    return Decoder(CLASSES, encoder.arrays).decode(tree)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        0.1 + 0.2,
        5e-324,
        -0.0,
        math.inf,
        "µm",
        (1, (2.0, "x")),
        [1, [], {}],
        {"a": 1, 2: (3,)},
        frozenset({3, 1}),
        Counter({"merge": 2}),
        Pair(1.0, 2.0),
    ],
)
def test_values_come_back_to_the_last_bit(value: Any) -> None:
    again = there_and_back(value)
    assert type(again) is type(value)
    assert repr(again) == repr(value)


def test_numbers_of_numpy_become_plain_ones() -> None:
    assert there_and_back(np.float64(0.1)) == 0.1
    assert there_and_back(np.bool_(True)) is True


@pytest.mark.parametrize("dtype", [np.float64, np.int32, np.int64, np.bool_, np.uint8])
def test_arrays_come_back(dtype: type) -> None:
    values = np.arange(6).reshape(2, 3).astype(dtype)
    again = there_and_back({"values": values})["values"]
    assert again.dtype == values.dtype
    assert np.array_equal(again, values)
    again[0, 0] = 1  # it is a copy that may be written


def test_shapes_come_back_to_the_last_bit() -> None:
    ring = shapely.Polygon([(0.1, 0.2), (1.0 / 3.0, 0.0), (1.0, 1e-17)])
    empty = shapely.MultiPolygon()
    again = there_and_back([ring, empty])
    assert again[0].equals_exact(ring, 0.0)
    assert again[1].is_empty
    assert again[1].geom_type == "MultiPolygon"


def test_caches_are_left_out() -> None:
    again = there_and_back(Known(np.ones(2), cache=7))
    assert again.cache == 0
    assert again.numbers.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    "value", [Foreign(), object(), {"deep": [Foreign()]}, np.array([None]), lambda: 0, 1j]
)
def test_what_is_not_known_is_refused(value: Any) -> None:
    with pytest.raises(UnknownDataError):
        there_and_back(value)


@pytest.mark.parametrize(
    "tree",
    [
        {"object": "Foreign", "fields": {}},
        {"object": "os.system", "fields": {}},
        {"call": "x"},
        {"array": "0"},
    ],
)
def test_nothing_else_is_made_of_a_tree(tree: Any) -> None:
    with pytest.raises(UnknownDataError):
        Decoder(CLASSES, []).decode(tree)
