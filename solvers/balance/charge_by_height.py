"""Charge by height within the collector, of plating or of stripping."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from platefront.geometry.arrays import Floats

_NEGLIGIBLE = 1e-5
"""Charge relative to the turnover whose distribution is that of numerical corrections."""


@dataclass(frozen=True, slots=True)
class ChargeByHeight:
    """Sum of charges of one sign, and its parts below and above lines within the collector [C/m].

    Plating and stripping are summed apart: shares of their difference mean nothing where they
    nearly cancel.

    Attributes:
        total: of the whole front.
        below_middle: below the middle of the collector.
        thirds: in its lower, middle and upper third; the parts beyond it count as the nearest.
        flat: True for a collector without height, which has no such parts.
    """

    total: float = 0.0
    below_middle: float = 0.0
    thirds: tuple[float, float, float] = (0.0, 0.0, 0.0)
    flat: bool = False

    def with_charge(
        self, charge: Floats, height: Floats, span: tuple[float, float]
    ) -> ChargeByHeight:
        """Return these with the charge of a step.

        Args:
            charge: (n,) magnitudes by vertex [C/m].
            height: (n,) heights of the vertices [µm].
            span: lowest and highest point of the collector [µm].
        """
        low, high = span
        third = np.clip(np.floor(3.0 * (height - low) / max(high - low, 1e-300)), 0, 2).astype(int)
        sums = np.bincount(third, weights=charge, minlength=3)
        lower, middle, upper = (
            old + float(new) for old, new in zip(self.thirds, sums, strict=True)
        )
        return ChargeByHeight(
            self.total + float(charge.sum()),
            self.below_middle + float(charge[height < 0.5 * (low + high)].sum()),
            (lower, middle, upper),
            flat=high <= low,
        )

    def significant(self, turnover: float) -> ChargeByHeight:
        """Return these, without shares if the charge is negligible against the turnover [C/m]."""
        return replace(self, flat=self.flat or self.total < _NEGLIGIBLE * turnover)

    @property
    def bottom_share(self) -> float | None:
        """Share below the middle of the collector; None without charge or height."""
        return None if self.flat or not self.total else self.below_middle / self.total

    @property
    def shares_by_third(self) -> tuple[float, float, float] | None:
        """Shares in the lower, middle and upper third; None as above."""
        if self.flat or not self.total:
            return None
        lower, middle, upper = (part / self.total for part in self.thirds)
        return lower, middle, upper
