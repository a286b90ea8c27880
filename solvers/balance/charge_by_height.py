"""Charge by height within collector and porous hosts, of plating or of stripping."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from platefront.geometry.arrays import Floats

_NEGLIGIBLE = 1e-5
"""Charge relative to the turnover whose distribution is that of numerical corrections."""


@dataclass(frozen=True, slots=True)
class ChargeByHeight:
    """Sum of charges of one sign, and its parts below and above lines within the electrode [C/m].

    The electrode is the collector, and the porous hosts above it.

    Plating and stripping are summed apart: shares of their difference mean nothing where they
    nearly cancel.

    Attributes:
        total: of the whole front, and in pores.
        below_middle: below the middle of the electrode.
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

    def with_charge_in(
        self, charge: Floats, corners: Floats, span: tuple[float, float]
    ) -> ChargeByHeight:
        """Return these with the charge of a step in triangles, spread evenly over each.

        Args:
            charge: (m,) magnitudes by triangle [C/m].
            corners: (m, 3) heights of the corners [µm].
            span: lowest and highest point of the electrode [µm].
        """
        low, high = span
        below = [
            float((charge * share_below(corners, low + part * (high - low))).sum())
            for part in (1.0 / 3.0, 0.5, 2.0 / 3.0)
        ]
        whole = float(charge.sum())
        lower, middle, upper = self.thirds
        return ChargeByHeight(
            self.total + whole,
            self.below_middle + below[1],
            (lower + below[0], middle + below[2] - below[0], upper + whole - below[2]),
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


def share_below(corners: Floats, height: float) -> Floats:
    """Return the share of the area of triangles below a height, (m,).

    Args:
        corners: (m, 3) heights of the corners [µm].
        height: of the line [µm].
    """
    low, middle, high = np.sort(corners, axis=1).T
    rising, falling = (low < height) & (height < middle), (middle <= height) & (height < high)
    shares = np.where(height < high, 0.0, 1.0)
    below, above = (height - low)[rising] ** 2, (high - height)[falling] ** 2
    shares[rising] = below / ((middle - low) * (high - low))[rising]
    shares[falling] = 1.0 - above / ((high - middle) * (high - low))[falling]
    return shares
