"""Counter electrode, at the top of the section unless the section defines its position."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Literal

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal


class Counter(Parameters):
    """Counter electrode."""

    kind: str
    recession: str

    @property
    def recedes(self) -> bool:
        """True if the plane moves."""
        return self.recession != "none"

    @property
    @abstractmethod
    def rate_law(self) -> RateLaw | None:
        """Kinetics of the electrode, its own potential zero; None for a reservoir.

        At a reservoir c = c0 and φ = 0. With kinetics the anion flux is zero: salt is conserved.
        """

    @abstractmethod
    def volume_per_charge(self, metal: Metal) -> float:
        """Return the volume per charge by which the plane recedes [m³/C]."""

    @property
    def transfer_coefficients(self) -> Mapping[str, float]:
        """Transfer coefficients by key, whose sum must be n_e; empty if there are none."""
        return {}


COUNTERS = Family(Counter, key="kind")  # type: ignore[type-abstract]


@COUNTERS.register
class Reservoir(Counter):
    """Bulk electrolyte: c = c0 and φ = 0 at the top."""

    kind: Literal["reservoir"] = option("Kind of counter electrode.", "reservoir")
    recession: Literal["none", "even"] = option(
        "`none`: the plane is fixed; `even`: it rises by the mean thickness of the deposit.",
        "none",
    )

    @property
    def rate_law(self) -> None:
        """None: c and φ have Dirichlet conditions."""

    def volume_per_charge(self, metal: Metal) -> float:
        """Return that of the deposit, pores included, to keep the distance of the plane."""
        return metal.volume_per_charge


@COUNTERS.register
class LithiumCounter(Counter):
    """Metal electrode at potential 0 with Butler–Volmer kinetics, which dissolves metal in plating.

    The anion flux is zero, so the salt in the cell is conserved.
    """

    kind: Literal["lithium"] = option("Kind of counter electrode.", "lithium")
    exchange_current_density: float = quantity(
        "A/m^2", "Exchange current density i0 at c0.", 20.0, gt=0
    )
    anodic_transfer: float = quantity("1", "Anodic transfer coefficient.", 0.5, gt=0)
    cathodic_transfer: float = quantity("1", "Cathodic transfer coefficient.", 0.5, gt=0)
    recession: Literal["none", "local", "even"] = option(
        "`none`: the plane is fixed; `local`: it recedes locally by the dissolved metal; `even`: "
        "it rises as a plane by the total dissolved metal. The metal of the counter is dense.",
        "none",
    )

    @property
    def rate_law(self) -> RateLaw:
        """Butler–Volmer kinetics."""
        return ButlerVolmer(
            exchange_current_density=self.exchange_current_density,
            anodic_transfer=self.anodic_transfer,
            cathodic_transfer=self.cathodic_transfer,
        )

    def volume_per_charge(self, metal: Metal) -> float:
        """Return that of dense metal."""
        return metal.dense_volume_per_charge

    @property
    def transfer_coefficients(self) -> Mapping[str, float]:
        """α_a and α_c."""
        return {
            "anodic_transfer": self.anodic_transfer,
            "cathodic_transfer": self.cathodic_transfer,
        }
