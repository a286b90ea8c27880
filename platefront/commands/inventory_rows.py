"""Rows of a table on the objects of a drawing: taken, not used, left out."""

from __future__ import annotations

from collections.abc import Iterator

from platefront.geometry.importing.inventory import Inventory

type Row = tuple[str, str, str]


def inventory_rows(inventory: Inventory | None) -> Iterator[Row]:
    """Yield name, number and meaning of each count; nothing without a drawing."""
    if inventory is None:
        return
    yield "drawing", f"{inventory.held}", f"objects in {inventory.file}"
    for role, number in inventory.taken.items():
        if number:
            yield f"  {role}", f"{number}", _MEANINGS.get(role, "")
    for kind in inventory.left_out:
        yield f"  left out: {kind.kind}", f"{len(kind.places)}", kind.reason


_MEANINGS = {
    "surfaces only": "regions and lines that mark surfaces",
    "not used": "named by no key of [section.collector]",
}
