"""Messages between processes: a table of plain values and arrays of numbers, no objects.

Bytes are the length of a JSON header, the header, and the arrays one after another. Nothing in
them is executed or names a class, so that a message can be read from a process that is not
trusted.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LENGTH = struct.Struct("<Q")
_TYPES = {"<f8", "<f4", "<i8", "<i4", "<u4", "<i2", "<u2", "|u1", "|i1", "|b1"}
_ARRAYS = "arrays"

type PlainValues = dict[str, Any]


class MessageError(ValueError):
    """Bytes are no message."""


def packed(values: PlainValues, arrays: Sequence[NDArray[Any]] = ()) -> list[bytes | memoryview]:
    """Return the pieces of a message.

    Args:
        values: what JSON holds.
        arrays: of numbers or truth values.

    Raises:
        MessageError: an array holds something else.
    """
    plain = [np.ascontiguousarray(array) for array in arrays]
    plain = [array.astype(array.dtype.newbyteorder("<"), copy=False) for array in plain]
    kinds = [(array.dtype.str, array.shape) for array in plain]
    for kind, _ in kinds:
        if kind not in _TYPES:
            raise MessageError(f"arrays of {kind} are not passed on")
    header = json.dumps(values | {_ARRAYS: kinds}).encode()
    bodies = [memoryview(array.reshape(-1).view(np.uint8)) for array in plain]
    return [_LENGTH.pack(len(header)), header, *bodies]


def unpacked(content: bytes | bytearray) -> tuple[PlainValues, list[NDArray[Any]]]:
    """Return values and arrays of a message; the arrays are views of its bytes.

    Raises:
        MessageError: the bytes are no message, or not the whole of it.
    """
    try:
        (length,) = _LENGTH.unpack_from(content)
        at = _LENGTH.size + length
        values = json.loads(bytes(content[_LENGTH.size : at]))
        arrays: list[NDArray[Any]] = []
        for kind, shape in values.pop(_ARRAYS):
            if kind not in _TYPES:
                raise MessageError(f"arrays of {kind!r} are not taken")
            count = 1
            for extent in shape:
                if not extent >= 0:  # NumPy would take -1 for all that is left
                    raise MessageError("an array has no valid shape")
                count *= int(extent)
            array = np.frombuffer(content, np.dtype(kind), count, at) if count else np.empty(0)
            arrays.append(array.astype(kind, copy=False).reshape(shape))
            at += array.nbytes
    except MessageError:
        raise
    except (struct.error, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MessageError(f"not a message ({error})") from None
    if at != len(content):
        raise MessageError("bytes are left over")
    return values, arrays
