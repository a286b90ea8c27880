"""Case of a cell: its identity, and the numbers known before it runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from platefront.case.changes import Change
from platefront.case.dump import dump_case
from platefront.case.estimates import dimensionless_estimates
from platefront.case.inputs import placeless
from platefront.case.load import parse_case
from platefront.case.model import Case
from platefront.case.plugins import loaded_plugins
from platefront.case.problems import CaseError
from platefront.geometry.errors import SectionError
from platefront.solvers.errors import DeadEndError
from platefront.sweeping.design import SweepCell

WAGNER, DEPLETION = "wagner_number", "current_over_limit"
_GROUPS = {"Wa": WAGNER, "i_0/i_lim": DEPLETION}
"""Symbols of `platefront check` → columns."""


@dataclass(frozen=True, slots=True)
class CellCase:
    """A cell with what follows from its case.

    Attributes:
        cell: the cell.
        identity: SHA-256 of the resolved case, but for paths, and of the plugins; empty if the case
            is not valid.
        groups: dimensionless groups at the first moment, by column.
        problem: reason for which the case is not valid; empty if it is.
    """

    cell: SweepCell
    identity: str
    groups: dict[str, float] = field(default_factory=dict)
    problem: str = ""


def cell_cases(
    cells: Sequence[SweepCell], text: str, path: Path, changes: Sequence[Change]
) -> tuple[CellCase, ...]:
    """Read the case of every cell.

    Args:
        cells: the cells.
        text: text of the case file.
        path: its path.
        changes: changes of all cells.

    Raises:
        CaseError: no cell has a valid case; it is that of the first.
    """
    read: list[CellCase] = []
    first: CaseError | None = None
    for cell in cells:
        try:
            case = parse_case(text, str(path), changes=(*changes, *cell.changes))
        except CaseError as error:
            first = first or error
            said = error.problems[0].message if error.problems else str(error)
            read.append(CellCase(cell, "", problem=said))
        else:
            read.append(CellCase(cell, identity_of(case), _groups(case)))
    if first is not None and not any(entry.identity for entry in read):
        raise first
    return tuple(read)


def identity_of(case: Case) -> str:
    """Return a text that two cases share only if their runs have the same results."""
    content = dump_case(placeless(case)) + json.dumps(loaded_plugins(), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _groups(case: Case) -> dict[str, float]:
    found: dict[str, float] = {}
    with suppress(DeadEndError, SectionError):
        for estimate in dimensionless_estimates(case):
            if estimate.symbol in _GROUPS:
                found[_GROUPS[estimate.symbol]] = estimate.value
    return found
