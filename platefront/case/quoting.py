"""Quotation in messages: short, and without characters that act on a terminal."""

from __future__ import annotations

LONGEST_QUOTATION = 80
"""Largest number of characters of a given value in a message."""
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def printable(text: str, keep: str = "") -> str:
    r"""Write control, format and other invisible characters as TOML escapes: `\u001B`.

    A terminal would obey them: move the cursor, change colours, reverse the text.

    Args:
        text: any text.
        keep: characters to leave as they are, such as the line end.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else _escaped(c) for c in text)


def shortened(text: str, length: int = LONGEST_QUOTATION) -> str:
    """Cut a text to a number of characters; the last one is then an ellipsis."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def quoted(text: str) -> str:
    """Quote a given text in a message."""
    return f'"{shortened(printable(shortened(text)))}"'


def _escaped(character: str) -> str:
    code = ord(character)
    return _NAMED.get(character, f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")
