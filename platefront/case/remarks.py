"""Output of the repairs, assumptions and omissions made in building a section."""

from __future__ import annotations

from rich.console import Console

from platefront.case.model import Case


def tell_remarks(case: Case, console: Console) -> bool:
    """Print the remarks of a case's collector, one per line; return True if there are any."""
    remarks = case.section.collector.remarks
    for remark in remarks:
        console.print(f"note: {remark}", markup=False, highlight=False, soft_wrap=True)
    return bool(remarks)
