"""Tables in Markdown, and numbers in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int = 1) -> str:
    """Return a table.

    Args:
        heads: headings of the columns.
        rows: cells.
        texts: number of first columns that hold texts; numbers behind are aligned to the right.
    """
    align = [" --- " if index < texts else " ---: " for index in range(len(heads))]
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join(align)}|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def number(value: float | None, digits: int) -> str:
    """Return a number with some decimals, without a negative zero; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0.0 else text
