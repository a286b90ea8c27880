"""Primary current on a strip in the floor of a rectangular cell, by conformal mapping.

The half cell 0 < x < W, 0 < y < H has the electrode 0 < x < a on y = 0 and the counter electrode on
all of y = H; everything else is inert. With the modulus k for which K'(k)/K(k) = H/W (K, K':
complete elliptic integrals, u = K(k) z/W, z = x + iy),

    ξ = sn(u, k),   t = ξ(a),   k₁ = k t,   w = sn⁻¹(ξ/t, k₁)

maps the cell onto a rectangle 0 < Re w < K(k₁), 0 < Im w < K'(k₁) with the electrode at the bottom
and the counter electrode at the top, with uniform current. Hence

    I(0…x) = κ V Re w(x)/K'(k₁),   I = κ V K(k₁)/K'(k₁).

For H → ∞ this is i ∝ cos(πx/2W)/√(sin²(πa/2W) - sin²(πx/2W)); for W → ∞ too it is Newman's
i/i_avg = (2/π)/√(1 - (x/a)²).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import brentq
from scipy.special import ellipj, ellipk, ellipkinc

from platefront.geometry.arrays import Floats


@dataclass(frozen=True)
class StripCell:
    """Half of a cell with a strip electrode (SI).

    Attributes:
        half_width: half width a of the strip [m].
        width: width W of the half cell [m].
        height: height H [m].
        conductivity: conductivity κ [S/m].
        voltage: voltage between counter electrode and strip [V].
    """

    half_width: float
    width: float
    height: float
    conductivity: float
    voltage: float

    @cached_property
    def parameter(self) -> float:
        """Parameter m = k² of the cell."""
        wanted = self.height / self.width

        def excess(m: float) -> float:
            return float(ellipk(1.0 - m) / ellipk(m)) - wanted

        return float(brentq(excess, 1e-300, 1.0 - 1e-12, xtol=1e-16, rtol=1e-15, maxiter=2000))

    def _mapped(self, x: Floats) -> Floats:
        """Return ξ at positions on the floor [m]."""
        return np.asarray(ellipj(ellipk(self.parameter) * x / self.width, self.parameter)[0])

    @cached_property
    def _edge(self) -> float:
        return float(self._mapped(np.array([self.half_width]))[0])

    @property
    def _inner(self) -> float:
        """Parameter m₁ = k₁² of the strip."""
        return self.parameter * self._edge**2

    @property
    def current(self) -> float:
        """Current of half the strip, per metre of depth [A/m]."""
        inner = self._inner
        return float(self.conductivity * self.voltage * ellipk(inner) / ellipk(1.0 - inner))

    @property
    def mean_density(self) -> float:
        """Mean current density of the strip [A/m²]."""
        return self.current / self.half_width

    def current_up_to(self, x: Floats) -> Floats:
        """Return the current of the strip from its centre to x ≤ a, per metre of depth [A/m]."""
        share = np.clip(self._mapped(x) / self._edge, 0.0, 1.0)
        w = ellipkinc(np.arcsin(share), self._inner)
        return np.asarray(self.conductivity * self.voltage * w / ellipk(1.0 - self._inner))

    def density(self, x: Floats) -> Floats:
        """Return the current density at x < a [A/m²]."""
        big, m, t = float(ellipk(self.parameter)), self.parameter, self._edge
        sn, cn, dn, _ = ellipj(big * x / self.width, m)
        slope = cn * dn * big / self.width / np.sqrt((t**2 - sn**2) * (1.0 - m * sn**2))
        return np.asarray(self.conductivity * self.voltage * slope / ellipk(1.0 - self._inner))
