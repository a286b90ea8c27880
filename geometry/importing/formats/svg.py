"""Reader of SVG drawings, with the conventions of Inkscape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

import numpy as np
import svgelements

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.formats.clones import CLIPPED, CLONE, write_out_clones
from platefront.geometry.importing.formats.flattening import flattened

_INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"
_SODIPODI = "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}"
_REAL_LENGTH = re.compile(r"\s*([\d.eE+-]+)\s*(mm|cm|in|pt|pc|Q)\s*")
_METRES = {"mm": 1e-3, "cm": 1e-2, "in": 0.0254, "pt": 0.0254 / 72, "pc": 0.0254 / 6, "Q": 2.5e-4}


def read_svg(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the visible elements: paths and basic shapes with their transforms.

    Coordinates are in user units (viewBox), y downwards. Their length follows from the width of
    the page if that is given in mm, cm, in, pt, pc or Q.

    Args:
        path: the file.
        name: name of the file, for messages.
        tolerance: largest deviation of polylines from curves [m].
        scale: length of one unit of the file [m]; None for the unit stated in the file.

    Raises:
        DrawingError: the file is not an SVG drawing.
    """
    try:
        lines, root = _lines_of_ids(path)
        if root.rpartition(":")[2] != "svg":
            raise DrawingError(name, f"the file is no SVG drawing: its first element is <{root}>")
        tree = ET.parse(path)
        # svgelements transforms clones twice and misses those that precede their original
        orphans = write_out_clones(tree.getroot())
        svg = svgelements.SVG.parse(BytesIO(ET.tostring(tree.getroot())), reify=False, ppi=96.0)
    except DrawingError:
        raise
    except (ET.ParseError, expat.ExpatError) as error:
        raise DrawingError(name, f"the file is not valid XML ({error})") from None
    except (ValueError, TypeError, IndexError, AttributeError, ZeroDivisionError) as error:
        raise DrawingError(name, f"the SVG cannot be read ({error})") from None
    page = svgelements.Matrix(svg.viewbox_transform or "")
    to_file = ~page
    unit = None
    if real := _REAL_LENGTH.fullmatch(str(svg.values.get("width", ""))):
        # from the width of the page in pixels, because svgelements rounds its millimetres
        unit = float(real[1]) * _METRES[real[2]] / svg.width * abs(page.a)
    length = scale or unit
    fine = tolerance / length if length is not None else 1.0
    shapes = []
    left_out = [f'clone "{orphan}" is left out: its original is not there' for orphan in orphans]
    for element, above in _elements(svg, ()):
        if isinstance(element, svgelements.Shape):
            outlines = tuple(_outlines(element, to_file, fine))
            if outlines:
                names = (*above, *_own_names(element))
                place = _place(element, above, lines)
                even_odd = _style(element, "fill-rule") == "evenodd"
                clipped = CLIPPED in element.values
                shapes.append(DrawnShape(names, outlines, place, even_odd, clipped))
        elif isinstance(element, svgelements.Text | svgelements.Image):
            left_out.append(f"{_place(element, above, lines)} is left out: it is no outline")
    return Drawing(name, tuple(shapes), unit, y_down=True, notes=tuple(left_out))


def _elements(group: Any, above: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield every leaf element with the names of its layers and groups."""
    for element in group:
        if isinstance(element, svgelements.Group):
            yield from _elements(element, (*above, *_own_names(element, colour=False)))
        else:
            yield element, above


def _own_names(element: Any, colour: bool = True) -> tuple[str, ...]:
    """Return own label and id of an element, and its fill colour, own or inherited."""
    own = element.values.get("attributes", {})
    found = [own.get(f"{_INKSCAPE}label"), own.get("id")]
    fill = getattr(element, "fill", None)
    if colour and fill is not None and fill.value is not None:
        found.append(fill.hexrgb)
    return tuple(dict.fromkeys(name for name in found if name))


def _style(element: Any, key: str) -> str | None:
    """Return a style property, from the `style` attribute or from its own attribute."""
    inline = re.search(rf"(?:^|;)\s*{key}\s*:\s*([^;]+)", str(element.values.get("style", "")))
    return inline[1].strip() if inline else element.values.get(key)


def _place(element: Any, above: tuple[str, ...], lines: dict[str, int]) -> str:
    """Return the location of an element in the file: `path "p12" in "fibres" (line 14)`."""
    own = element.values.get("attributes", {})
    tag, identity = element.values.get("tag", "object"), own.get("id")
    text = f'{tag} "{identity}"' if identity else f"{tag} without id"
    if clone := element.values.get(CLONE):
        text, identity = f'{text}, by clone "{clone}",', clone
    if above:
        text += f' in "{above[0]}"'
    return f"{text} (line {lines[identity]})" if identity in lines else text


def _lines_of_ids(path: Path) -> tuple[dict[str, int], str]:
    """Return the line number of each id, which svgelements lacks, and the root element."""
    lines: dict[str, int] = {}
    tags: list[str] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        tags.append(tag)
        if "id" in attributes:
            lines[attributes["id"]] = parser.CurrentLineNumber

    parser.StartElementHandler = start
    parser.Parse(path.read_bytes(), True)
    return lines, tags[0]


def _outlines(element: Any, to_file: Any, tolerance: float) -> Iterator[DrawnLine]:
    """Yield the subpaths of a shape as polylines in the file's units."""
    # points are transformed, not segments: svgelements skews arcs incorrectly
    matrix = element.transform * to_file
    turn = np.array([[matrix.a, matrix.b], [matrix.c, matrix.d]], dtype=float)
    shift = np.array([matrix.e, matrix.f], dtype=float)
    # Inkscape does not mark the chord of an ellipse as closed
    chord = element.values.get(f"{_SODIPODI}arc-type") == "chord"

    def moved(points: list[Any]) -> Floats:
        return np.array([tuple(point) for point in points], dtype=float) @ turn + shift

    for subpath in svgelements.Path(element.segments(transformed=False)).as_subpaths():
        pieces: list[Floats] = []
        closed = chord
        for segment in subpath:
            match segment:
                case svgelements.Move():
                    continue
                case svgelements.Close():
                    closed = True
                case svgelements.Line():
                    pieces.append(moved([segment.start, segment.end]))
                case _:
                    pieces.append(flattened(_curve(segment, moved), tolerance))
        if not pieces:
            continue
        points = np.concatenate([pieces[0][:1], *(piece[1:] for piece in pieces)])
        if closed and len(points) > 1 and np.allclose(points[0], points[-1], rtol=1e-12, atol=0.0):
            points = points[:-1]
        yield DrawnLine(points, closed)


def _curve(segment: Any, moved: Callable[[list[Any]], Floats]) -> Callable[[Floats], Floats]:
    """Return the transformed curve of a segment."""
    return lambda parameters: moved([segment.point(t) for t in parameters])
