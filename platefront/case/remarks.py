"""What was repaired, assumed or left out to make a section, told to the user."""

from __future__ import annotations

from rich.console import Console

from platefront.case.model import Case


def tell_remarks(case: Case, console: Console) -> bool:
    """Print the remarks of a case's collector, a line each; whether there were any."""
    remarks = case.section.collector.remarks
    for remark in remarks:
        console.print(f"note: {remark}", markup=False, highlight=False, soft_wrap=True)
    return bool(remarks)
