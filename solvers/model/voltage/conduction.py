"""Electronic conduction of host and deposit."""

from __future__ import annotations

from platefront.geometry.parameters import Parameters, quantity


class SolidConduction(Parameters):
    """Host and deposit that resist, and the contact between them.

    Ohm's law, ∇·(σ∇φ_s) = 0 in the host and along and across the deposit, a shell on it. At the
    terminal φ_s is the electrode potential: the plane y = 0 below host and deposit, and the whole
    host if it conducts perfectly. Across the contact of deposit and host, or terminal, φ_s jumps by
    r_c times the current density.
    """

    host_conductivity: float | None = quantity(
        "S/m",
        "Electronic conductivity of the host, such as 1e4 S/m for carbon; a perfect conductor if "
        "absent.",
        None,
        gt=0,
        le=1e12,
    )
    deposit_conductivity: float = quantity(
        "S/m",
        "Electronic conductivity of the deposit, by default that of dense lithium.",
        1.08e7,
        gt=0,
        le=1e12,
    )
    contact_resistance: float = quantity(
        "ohm*m^2",
        "Resistance of the contact between deposit and host, or deposit and terminal.",
        0.0,
        ge=0,
        le=1e3,
    )
