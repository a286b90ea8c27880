"""Pictures as text within a page."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO

from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Embedded:
    """Picture within a page.

    Attributes:
        source: its content, as the address of an image.
        text: what it shows, for those who cannot see it.
        width, height: in pixels.
    """

    source: str
    text: str
    width: int
    height: int


def embedded(figure: Figure, text: str, dots_per_inch: int) -> Embedded:
    """Return a figure as a PNG image, the same for the same figure."""
    file = BytesIO()
    figure.savefig(file, dpi=dots_per_inch, format="png", metadata={"Software": None})
    content = base64.b64encode(file.getvalue()).decode("ascii")
    width, height = (round(size * dots_per_inch) for size in figure.get_size_inches())
    return Embedded(f"data:image/png;base64,{content}", text, width, height)
