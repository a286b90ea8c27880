"""The counter electrode, which lies at the top of the section unless the section says where."""

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
    """A counter electrode."""

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

        A reservoir holds c = c0 and φ = 0. With kinetics no anions cross it: salt is conserved.
        """

    @abstractmethod
    def volume_per_charge(self, metal: Metal) -> float:
        """Volume per charge by which the plane recedes [m³/C]."""

    @property
    def transfer_coefficients(self) -> Mapping[str, float]:
        """Key → value of the transfer coefficients whose sum must be n_e; empty if none need."""
        return {}


COUNTERS = Family(Counter, key="kind")  # type: ignore[type-abstract]


@COUNTERS.register
class Reservoir(Counter):
    """Bulk electrolyte: c = c0 and φ = 0 at the top."""

    kind: Literal["reservoir"] = option("Kind of counter electrode.", "reservoir")
    recession: Literal["none", "even"] = option(
        "`none`: the plane stays in place; `even`: it rises by the mean thickness of the deposit.",
        "none",
    )

    @property
    def rate_law(self) -> None:
        """None: c and φ are held."""

    def volume_per_charge(self, metal: Metal) -> float:
        """That of the deposit, pores included: there is no metal, only a distance to keep."""
        return metal.volume_per_charge


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

    @property
    def rate_law(self) -> RateLaw:
        """Butler–Volmer kinetics."""
        return ButlerVolmer(
            exchange_current_density=self.exchange_current_density,
            anodic_transfer=self.anodic_transfer,
            cathodic_transfer=self.cathodic_transfer,
        )

    def volume_per_charge(self, metal: Metal) -> float:
        """That of dense metal, as which it dissolves."""
        return metal.dense_volume_per_charge

    @property
    def transfer_coefficients(self) -> Mapping[str, float]:
        """α_a and α_c."""
        return {
            "anodic_transfer": self.anodic_transfer,
            "cathodic_transfer": self.cathodic_transfer,
        }
