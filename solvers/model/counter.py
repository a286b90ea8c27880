"""The counter electrode, which lies at the top of the section unless the section says where."""

from __future__ import annotations

from typing import Literal

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters, option, quantity


class Counter(Parameters):
    """A counter electrode."""

    kind: str
    recession: str

    @property
    def recedes(self) -> bool:
        """Whether the plane moves."""
        return self.recession != "none"


COUNTERS = Family(Counter, key="kind")


@COUNTERS.register
class Reservoir(Counter):
    """Bulk electrolyte: c = c0 and φ = 0 at the top."""

    kind: Literal["reservoir"] = option("Kind of counter electrode.", "reservoir")
    recession: Literal["none", "even"] = option(
        "`none`: the plane stays in place; `even`: it rises by the mean thickness of the deposit.",
        "none",
    )


@COUNTERS.register
class LithiumCounter(Counter):
    """A metal electrode at potential 0 that gives back what the front takes (Butler–Volmer).

    The anions do not cross it, so the salt in the cell is conserved.
    """

    kind: Literal["lithium"] = option("Kind of counter electrode.", "lithium")
    exchange_current_density: float = quantity(
        "A/m^2", "Exchange current density i0 at c0.", 20.0, gt=0
    )
    anodic_transfer: float = quantity("1", "Anodic transfer coefficient.", 0.5, gt=0)
    cathodic_transfer: float = quantity("1", "Cathodic transfer coefficient.", 0.5, gt=0)
    recession: Literal["none", "local", "even"] = option(
        "`none`: the plane stays in place; `local`: it moves where and as far as it dissolves; "
        "`even`: it rises as a plane by what dissolves in all. The metal dissolves as dense metal.",
        "none",
    )
