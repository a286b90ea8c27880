"""Base and family of the laws by which a film grows on the metal that it consumes."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.family import Family
from platefront.geometry.lengths import UM_PER_M
from platefront.geometry.parameters import Parameters, quantity


class GrowingFilm(Parameters):
    """Film on the metal of a surface: its resistance, what it consumes, and where it breaks.

    A film of thickness δ has the resistance ρ_f δ of an area. It consumes one mole of the metal's
    ions for each molar volume that it gains. Front that stretches stretches the film, whose volume
    stays; beyond a strain it breaks, and front that is laid bare gets a film of the initial
    thickness.
    """

    growth: str
    initial_thickness: float = quantity(
        "m",
        "Thickness of the film at the start, on host as on lithium, and of the film on front that "
        "is laid bare where one breaks.",
        5e-9,
        ge=0,
        le=1e-5,
    )
    resistivity: float = quantity(
        "ohm*m", "Resistivity of the film, its resistance of an area over its thickness.", 1e5, ge=0
    )
    molar_volume: float = quantity(
        "m^3/mol",
        "Volume of film that consumes one mole of the metal; the default is half of that of "
        "lithium ethylene dicarbonate, which holds two lithium.",
        4.8e-5,
        gt=0,
        le=1,
    )
    breaking_strain: float | None = quantity(
        "1",
        "Strain of the front, relative to the length over which the film formed, beyond which it "
        "breaks; it stretches without breaking if absent.",
        None,
        ge=0,
        le=100,
    )

    @property
    def initial(self) -> float:
        """Initial thickness [µm]."""
        return UM_PER_M * self.initial_thickness

    @abstractmethod
    def grown(self, thickness: Floats, time: float, charge: Floats) -> Floats:
        """Return the (n,) thickness after a time on metal [m].

        Args:
            thickness: (n,) at its start [m].
            time: [s].
            charge: (n,) charge density that passes in it, plating or stripping, ≥ 0 [C/m²].
        """

    @abstractmethod
    def time_to_gain(self, thickness: Floats, gain: Floats, current: Floats) -> Floats:
        """Return the (n,) time in which the film becomes thicker by a gain [s], or infinity.

        Args:
            thickness: (n,) at its start [m].
            gain: (n,) [m].
            current: (n,) current density that passes, plating or stripping, ≥ 0 [A/m²].
        """


FILM_GROWTHS = Family(GrowingFilm, key="growth")  # type: ignore[type-abstract]


def square_root(thickness: Floats, square: Floats | float) -> Floats:
    """Return (δ² + s)^½ of (n,) thickness δ and the growth s of its square [m²]."""
    return np.asarray(np.sqrt(thickness**2 + square), dtype=np.float64)


def square_gained(thickness: Floats, gain: Floats) -> Floats:
    """Return what the square of (n,) thickness gains with a gain [m], exact for small ones [m²]."""
    return np.asarray(gain * (2.0 * thickness + gain), dtype=np.float64)
