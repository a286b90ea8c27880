"""From the parameters of a section to its shapes."""

from __future__ import annotations

from typing import Literal

from geometry.collectors import AnyCollector
from geometry.parameters import Parameters, option, quantity
from geometry.predeposit import Predeposit


class SectionParameters(Parameters):
    """The cross-section of a case: collector, orientation, gap, lithium at the start."""

    collector: AnyCollector = option("The current collector.")
    orientation: Literal["upright", "inverted"] = option(
        "`upright`: pre-deposited lithium faces the counter electrode; `inverted`: it lies away "
        "from it.",
        "upright",
    )
    gap: float = quantity(
        "m", "Distance from the collector's top to the counter electrode.", gt=1e-9, le=1e-2
    )
    predeposit: Predeposit | None = option("Lithium present at the start, if any.", None)
