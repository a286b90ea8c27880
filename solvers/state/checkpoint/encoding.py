"""State of a run as plain data: a tree for JSON, and arrays beside it.

Only numbers, texts, containers, NumPy arrays, Shapely shapes and the data classes of `CLASSES` are
encoded; decoding makes nothing else, whatever a file says. Floats survive to the last bit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_ARRAY, _SHAPE, _OBJECT, _DICT, _TUPLE, _SET, _COUNTER = (
    "array",
    "shape",
    "object",
    "dict",
    "tuple",
    "set",
    "counter",
)


class UnknownDataError(ValueError):
    """Something that is not encoded, or data that no encoding has written."""


class Encoder:
    """Encoder of values with the classes that it knows.

    Attributes:
        classes: name → data class that may be encoded.
        left_out: class → fields that are not encoded and keep their defaults: caches.
        arrays: arrays of what has been encoded so far, to which the tree refers by number.
    """

    def __init__(
        self, classes: Mapping[str, type], left_out: Mapping[type, frozenset[str]] | None = None
    ) -> None:
        """Begin without arrays."""
        self.classes = classes
        self.left_out = left_out or {}
        self.arrays: list[NDArray[Any]] = []

    def encode(self, value: Any) -> Any:  # noqa: PLR0911 - one for each kind
        """Return the tree of a value, its arrays added to `arrays`.

        Raises:
            UnknownDataError: it is of a class that is not known.
        """
        match value:
            case np.generic():
                return self.encode(value.item())
            case None | bool() | int() | float() | str():
                return value
            case np.ndarray():
                return {_ARRAY: self._kept(value)}
            case BaseGeometry():
                return {_SHAPE: self._kept(np.frombuffer(shapely.to_wkb(value), dtype=np.uint8))}
            case Counter():
                return {_COUNTER: [[key, count] for key, count in value.items()]}
            case dict():
                return {_DICT: [[self.encode(k), self.encode(v)] for k, v in value.items()]}
            case frozenset():
                return {_SET: [self.encode(item) for item in sorted(value)]}
            case list():
                return [self.encode(item) for item in value]
        name = type(value).__name__
        if self.classes.get(name) is type(value):
            return {_OBJECT: name, "fields": self._fields(value)}
        if isinstance(value, tuple):
            return {_TUPLE: [self.encode(item) for item in value]}
        raise UnknownDataError(f"{type(value)} cannot be part of a checkpoint")

    def _fields(self, value: Any) -> dict[str, Any]:
        if not is_dataclass(value):  # a named tuple
            return {name: self.encode(item) for name, item in value._asdict().items()}
        out = self.left_out.get(type(value), frozenset())
        return {
            field.name: self.encode(getattr(value, field.name))
            for field in fields(value)
            if field.name not in out
        }

    def _kept(self, array: NDArray[Any]) -> int:
        if array.dtype.hasobject:
            raise UnknownDataError("an array of objects cannot be part of a checkpoint")
        self.arrays.append(np.array(array))
        return len(self.arrays) - 1


class Decoder:
    """Decoder of trees with the classes that it knows."""

    def __init__(self, classes: Mapping[str, type], arrays: list[NDArray[Any]]) -> None:
        """Take the arrays to which the tree refers by number."""
        self.classes, self.arrays = classes, arrays

    def decode(self, tree: Any) -> Any:  # noqa: PLR0911 - one for each kind
        """Return the value of a tree.

        Raises:
            UnknownDataError: the tree is of no encoding.
        """
        match tree:
            case None | bool() | int() | float() | str():
                return tree
            case list():
                return [self.decode(item) for item in tree]
            case {"array": int(number)}:
                return self.arrays[number].copy()
            case {"shape": int(number)}:
                return shapely.from_wkb(self.arrays[number].tobytes())
            case {"counter": list(items)}:
                return Counter({str(key): int(count) for key, count in items})
            case {"dict": list(items)}:
                return {self.decode(key): self.decode(item) for key, item in items}
            case {"tuple": list(items)}:
                return tuple(self.decode(item) for item in items)
            case {"set": list(items)}:
                return frozenset(self.decode(item) for item in items)
            case {"object": str(name), "fields": dict(parts)} if name in self.classes:
                values = {key: self.decode(part) for key, part in parts.items()}
                return self.classes[name](**values)
        raise UnknownDataError("the data are of no checkpoint")
