"""Error for values of a drawing that cannot be honoured."""

from __future__ import annotations


class SvgError(ValueError):
    """A value is wrong, or is not read; the text states it, the reader adds the place."""
