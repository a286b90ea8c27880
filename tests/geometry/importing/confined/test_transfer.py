"""Drawings and images pass from process to process whole; what is no message is refused."""

from __future__ import annotations

import dataclasses
import json
import struct
from typing import Any

import numpy as np
import pytest

from platefront.geometry.importing.confined.message import MessageError, packed, unpacked
from platefront.geometry.importing.confined.transfer import (
    drawing_of,
    error_in,
    image_of,
    parts_of_drawing,
    parts_of_error,
    parts_of_image,
)
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.images.grey_image import GreyImage
from platefront.geometry.importing.inventory import LeftOut

POINTS = np.array([[0.1, 1e300], [np.nan, -np.inf], [5e-324, 3.0]])


def changed(kind: type, **given: Any) -> Any:
    """An object of which every field differs from its default."""
    for field in dataclasses.fields(kind):
        if field.name in given:
            continue
        if isinstance(field.default, bool):
            given[field.name] = not field.default
        elif isinstance(field.default, str):
            given[field.name] = f'"{field.name}" µ \ud800'
        else:
            pytest.fail(f"{kind.__name__}.{field.name}: is it passed on? Give it a value here")
    return kind(**given)


def drawing() -> Drawing:
    lines = (DrawnLine(POINTS, True), DrawnLine(POINTS[:2], False), DrawnLine(POINTS[:0], True))
    shapes = (
        changed(DrawnShape, names=("a", "b"), lines=lines, place='path "p"'),
        changed(DrawnShape, names=(), lines=(), place=""),
    )
    out = LeftOut("TEXT", "no outline", ("line 1", "line 2"))
    return changed(
        Drawing, file="a.svg", shapes=shapes, unit=0.1, notes=("one", "two"), left_out=(out,)
    )


def sent(parts: Any) -> Any:
    return unpacked(b"".join(bytes(piece) for piece in packed(*parts)))


def test_every_field_of_a_drawing_is_passed_on_to_the_last_bit():
    before, after = drawing(), drawing_of(sent(parts_of_drawing(drawing())))
    for field in dataclasses.fields(Drawing):
        if field.name != "shapes":
            assert getattr(after, field.name) == getattr(before, field.name)
    for one, other in zip(before.shapes, after.shapes, strict=True):
        for field in dataclasses.fields(DrawnShape):
            if field.name != "lines":
                assert getattr(other, field.name) == getattr(one, field.name)
        for line, again in zip(one.lines, other.lines, strict=True):
            assert again.closed == line.closed
            assert again.points.tobytes() == line.points.tobytes()


def test_drawing_without_anything_is_passed_on():
    assert drawing_of(sent(parts_of_drawing(Drawing("a", ())))) == Drawing("a", ())


@pytest.mark.parametrize("kind", ["u1", "<u2", ">u2", "<i4", "<f4", "<f8"])
def test_levels_of_an_image_are_passed_on(kind):
    levels = np.arange(12).reshape(3, 4).astype(kind)
    found = image_of(sent(parts_of_image(GreyImage("a", levels, 1e-7))))
    assert found.pixel == 1e-7
    assert found.levels.dtype == float
    assert np.array_equal(found.levels, levels)


def test_error_is_passed_on_with_its_parts():
    error = DrawingError("a", "too: bad", "line 1", "(1, 2)")
    again = error_in(sent(parts_of_error(error)))
    assert again is not None
    assert (str(again), again.parts) == (str(error), error.parts)


def header(values: Any, body: bytes = b"") -> bytes:
    text = json.dumps(values).encode()
    return struct.pack("<Q", len(text)) + text + body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04\x95cos\nsystem\n(S'true'\ntR.",
        struct.pack("<Q", 2**63) + b"{}",
        header([]),
        header({}),
        header({"arrays": 3}),
        header({"arrays": [["|O", [1]]]}, b"12345678"),
        header({"arrays": [["<f8", [10**12]]]}, b"12345678"),
        header({"arrays": [["<f8", [-1]]]}, b"12345678"),
        header({"arrays": [["<f8", ["x"]]]}),
        header({"arrays": []}, b"more"),
        struct.pack("<Q", 60_000) + b"[" * 60_000,
    ],
)
def test_what_is_no_message_is_refused(content):
    with pytest.raises(MessageError):
        unpacked(content)


@pytest.mark.parametrize(
    "change",
    [
        {"shapes": [{"names": [], "lines": 99, "place": "", "even_odd": 1, "clipped": 0}]},
        {"shapes": [{"names": [1], "lines": 0, "place": "", "even_odd": 1, "clipped": 0}]},
        {"shapes": 3},
        {"notes": "text"},
        {"notes": [1]},
        {"file": None},
        {"unit": "x"},
        {"left_out": [["a", "b"]]},
    ],
)
def test_what_is_no_drawing_is_refused(change):
    values, arrays = parts_of_drawing(drawing())
    with pytest.raises(MessageError):
        drawing_of(sent((values | change, arrays)))


def test_arrays_that_do_not_fit_are_refused():
    values, (points, counts, closed) = parts_of_drawing(drawing())
    for wrong in ([points, counts], [points, -counts, closed], [points[:1], counts, closed]):
        with pytest.raises(MessageError):
            drawing_of(sent((values, wrong)))


def test_arrays_of_objects_are_not_sent():
    with pytest.raises(MessageError, match="not passed on"):
        packed({}, [np.array([object()])])
