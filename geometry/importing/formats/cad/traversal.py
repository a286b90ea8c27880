"""Visible objects of a CAD drawing, those in blocks included, with their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ezdxf.math import Matrix44

from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.formats.cad.clips import Clip, clip_of
from platefront.geometry.importing.formats.cad.objects import (
    DEEPEST,
    MOST_OBJECTS,
    UnreadableObject,
    stumbling,
)
from platefront.geometry.importing.omissions import Omissions

_BY_BLOCK = 0  # colour: that of the block reference
_HOLDING = "0"  # layer: that of the block reference, within a block


@dataclass(frozen=True, slots=True)
class Placed:
    """Object with what its block references make of it.

    Attributes:
        entity: object of ezdxf, in the coordinates of its block.
        layer: layer that it appears on.
        colour: number of its colour.
        handle: handle of the object, or of the outermost block reference.
        place: location in the file, for messages.
        matrix: transformation of the block to the drawing.
        clips: boundaries to which its block references are cut, the innermost first.
    """

    entity: Any
    layer: str
    colour: int
    handle: str
    place: str
    matrix: Matrix44
    clips: tuple[Clip, ...]


@dataclass(frozen=True, slots=True)
class _Reference:
    """Block reference whose content is being read; the drawing itself to begin with."""

    layer: str = _HOLDING
    colour: int = 256
    handle: str = ""
    blocks: tuple[str, ...] = ()
    matrix: Matrix44 = field(default_factory=Matrix44)
    clips: tuple[Clip, ...] = ()


class Traversal:
    """Walk over the visible objects of a drawing; the others are recorded as left out."""

    def __init__(self, document: Any, name: str, omitted: Omissions) -> None:
        self._document, self._name, self._omitted = document, name, omitted
        self._layers = {layer.dxf.name.lower(): layer for layer in document.layers}
        self._number = 0

    def objects(self) -> Iterator[Placed]:
        """Yield the visible objects of the model space and of its block references.

        Raises:
            DrawingError: there are too many.
        """
        yield from self._within(self._document.modelspace(), _Reference())
        for layout in self._document.layouts:
            if layout.is_modelspace:
                continue
            for entity in layout:
                if entity.dxftype() != "VIEWPORT":
                    reason = f'in paper space, layout "{layout.name}"'
                    self._omitted.add(kind_of(entity), reason, _place(entity, "", _Reference()))

    def _within(self, entities: Iterable[Any], reference: _Reference) -> Iterator[Placed]:
        for entity in entities:
            self._number += 1
            if self._number > MOST_OBJECTS:
                raise DrawingError(
                    self._name,
                    f"the drawing holds more than {MOST_OBJECTS} objects, those of every block "
                    f"reference counted",
                    _place(entity, "", reference),
                )
            place = _place(entity, "", reference)
            try:
                with stumbling():
                    placed = self._placed(entity, reference)
                place = placed.place
                self._check_visible(placed)
                yield from self._parts(placed, reference)
            except UnreadableObject as left:
                self._omitted.add(kind_of(entity), str(left), place)

    def _placed(self, entity: Any, reference: _Reference) -> Placed:
        own = _own_layer(entity)
        known = self._layers.get(own.lower())
        layer = own if known is None else str(known.dxf.name)  # letters' case does not matter
        if reference.blocks and own == _HOLDING:
            layer = reference.layer
        colour = int(entity.dxf.get("color", 256)) if entity.dxf.is_supported("color") else 256
        if reference.blocks and colour == _BY_BLOCK:
            colour = reference.colour
        handle = reference.handle or str(entity.dxf.handle or "without handle")
        place = _place(entity, layer, reference)
        return Placed(entity, layer, colour, handle, place, reference.matrix, reference.clips)

    def _check_visible(self, placed: Placed) -> None:
        own = placed.entity.dxf
        if own.is_supported("invisible") and own.get("invisible", 0):
            raise UnreadableObject("it is hidden")
        layer = self._layers.get(placed.layer.lower())
        if layer is None:
            return
        if layer.is_frozen():
            raise UnreadableObject(f'its layer "{placed.layer}" is frozen')
        # of a block reference only what is on its own layer is off
        if layer.is_off() and placed.entity.dxftype() != "INSERT":
            raise UnreadableObject(f'its layer "{placed.layer}" is off')

    def _parts(self, placed: Placed, reference: _Reference) -> Iterator[Placed]:
        """Yield an object, or the content of a block reference or multiple line."""
        match placed.entity.dxftype():
            case "INSERT":
                yield from self._content(placed, reference)
            case "MLINE":
                with stumbling():
                    lines = list(placed.entity.virtual_entities())
                for line in lines:
                    yield replace(placed, entity=line)
            case _:
                yield placed

    def _content(self, placed: Placed, reference: _Reference) -> Iterator[Placed]:
        insert = placed.entity
        with stumbling():
            block = insert.block()
            name = str(insert.dxf.name)
            single = self._single_references(insert)
        if block is None:
            raise UnreadableObject(f'its block "{name}" is not in the file')
        if block.block.is_xref or block.block.is_xref_overlay:
            path = block.block.dxf.get("xref_path", "")
            raise UnreadableObject(f'the external reference "{path}" is not followed')
        if not len(block):
            raise UnreadableObject(f'its block "{name}" is empty')
        if name.lower() in map(str.lower, reference.blocks):
            raise UnreadableObject(f'its block "{name}" contains itself')
        if len(reference.blocks) >= DEEPEST:
            raise UnreadableObject(f"its blocks are nested more than {DEEPEST} deep")
        for attribute in insert.attribs:
            self._omitted.add("ATTRIB", "no outline", _place(attribute, "", reference))
        for one in single:
            with stumbling():
                matrix = one.matrix44() * reference.matrix
            clip = clip_of(insert, matrix, placed.place)
            inner = _Reference(
                placed.layer,
                placed.colour,
                placed.handle,
                (*reference.blocks, name),
                matrix,
                reference.clips if clip is None else (clip, *reference.clips),
            )
            yield from self._within(block, inner)

    def _single_references(self, insert: Any) -> list[Any]:
        """Return the references of an array of them (MINSERT)."""
        rows, columns = insert.dxf.get("row_count", 1), insert.dxf.get("column_count", 1)
        if rows <= 1 and columns <= 1:
            return [insert]
        if max(rows, 1) * max(columns, 1) > MOST_OBJECTS:
            raise UnreadableObject(f"an array of {rows} by {columns} is too large")
        return list(insert.multi_insert())


def _own_layer(entity: Any) -> str:
    """Return the layer that is written at an object; objects of unknown kinds may have none."""
    return str(entity.dxf.get("layer", _HOLDING)) if entity.dxf.is_supported("layer") else _HOLDING


def _place(entity: Any, layer: str, reference: _Reference) -> str:
    """Return the location of an object: `CIRCLE 2A in block "fibre" (INSERT 33) on layer "a"`."""
    handle = entity.dxf.get("handle") or "without handle"
    text = f"{kind_of(entity)} {handle}"
    if reference.blocks:
        chain = ", ".join(f'block "{name:.60}"' for name in reversed(reference.blocks))
        text += f" in {chain} (INSERT {reference.handle})"
    return f'{text} on layer "{layer or _own_layer(entity):.60}"'


def kind_of(entity: Any) -> str:
    """Return the kind of an object in the format's words, shortened if a file makes one up."""
    return f"{entity.dxftype():.40}"
