"""Drawings, images and errors as messages between processes."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.importing.confined.message import MessageError, PlainValues
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.images.grey_image import GreyImage
from platefront.geometry.importing.inventory import LeftOut

type Parts = tuple[PlainValues, list[NDArray[Any]]]


def parts_of_drawing(drawing: Drawing) -> Parts:
    """Return a drawing as plain values and arrays: all points, and the lengths of the lines."""
    lines = [line for shape in drawing.shapes for line in shape.lines]
    points = [np.asarray(line.points, dtype=float).reshape(-1, 2) for line in lines]
    shapes = [
        {
            "names": shape.names,
            "lines": len(shape.lines),
            "place": shape.place,
            "even_odd": bool(shape.even_odd),
            "clipped": bool(shape.clipped),
            "flaw": shape.flaw,
            "remark": shape.remark,
        }
        for shape in drawing.shapes
    ]
    values = {
        "file": drawing.file,
        "shapes": shapes,
        "unit": None if drawing.unit is None else float(drawing.unit),
        "y_down": bool(drawing.y_down),
        "notes": drawing.notes,
        "left_out": [(out.kind, out.reason, out.places) for out in drawing.left_out],
    }
    counts = np.array([len(line) for line in points], dtype=np.int64)
    closed = np.array([line.closed for line in lines], dtype=bool)
    return values, [np.concatenate(points) if points else np.empty((0, 2)), counts, closed]


def drawing_of(parts: Parts) -> Drawing:
    """Return the drawing of a message.

    Raises:
        MessageError: the parts are not those of a drawing.
    """
    values, arrays = parts
    try:
        points, counts, closed = arrays
        _require(points.ndim == 2 and points.shape[1] == 2 and points.dtype == float)
        _require(counts.ndim == closed.ndim == 1 and len(counts) == len(closed))
        _require(bool((counts >= 0).all()) and int(counts.sum()) == len(points))
        pieces = np.split(points, np.cumsum(counts)[:-1]) if len(counts) else []
        lines = [DrawnLine(p, bool(c)) for p, c in zip(pieces, closed, strict=True)]
        shapes, at = list[DrawnShape](), 0
        for shape in values["shapes"]:
            end = at + int(shape["lines"])
            _require(at <= end <= len(lines))
            shapes.append(
                DrawnShape(
                    _texts(shape["names"]),
                    tuple(lines[at:end]),
                    _text(shape["place"]),
                    bool(shape["even_odd"]),
                    bool(shape["clipped"]),
                    _text(shape["flaw"]),
                    _text(shape["remark"]),
                )
            )
            at = end
        unit = values["unit"]
        return Drawing(
            _text(values["file"]),
            tuple(shapes),
            None if unit is None else float(unit),
            bool(values["y_down"]),
            _texts(values["notes"]),
            tuple(
                LeftOut(_text(kind), _text(reason), _texts(places))
                for kind, reason, places in values["left_out"]
            ),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise MessageError(f"not a drawing ({error!r})") from None


def parts_of_image(image: GreyImage) -> Parts:
    """Return an image as plain values and its grey levels."""
    pixel = None if image.pixel is None else float(image.pixel)
    return {"file": image.file, "pixel": pixel}, [image.levels]


def image_of(parts: Parts) -> GreyImage:
    """Return the image of a message.

    Raises:
        MessageError: the parts are not those of an image.
    """
    values, arrays = parts
    try:
        (levels,) = arrays
        _require(levels.ndim == 2)
        pixel = values["pixel"]
        grey = levels.astype(float)
        return GreyImage(_text(values["file"]), grey, None if pixel is None else float(pixel))
    except (KeyError, TypeError, ValueError) as error:
        raise MessageError(f"not an image ({error!r})") from None


def parts_of_error(error: DrawingError) -> Parts:
    """Return an error as plain values."""
    return {"error": error.parts}, []


def error_in(parts: Parts) -> DrawingError | None:
    """Return the error of a message; None if it holds none.

    Raises:
        MessageError: it holds one that is none.
    """
    said = parts[0].get("error")
    if said is None:
        return None
    try:
        file, message, place, at = said
        return DrawingError(
            _text(file), _text(message), _text(place), None if at is None else _text(at)
        )
    except (TypeError, ValueError) as error:
        raise MessageError(f"not an error ({error!r})") from None


def _text(value: Any) -> str:
    _require(isinstance(value, str))
    return cast("str", value)


def _texts(values: Any) -> tuple[str, ...]:
    _require(isinstance(values, list))
    return tuple(_text(value) for value in values)


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("of another kind")
