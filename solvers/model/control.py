"""Control of the cell: a given potential or current, or overpotentials."""

from __future__ import annotations

from abc import abstractmethod
from typing import Literal

from pydantic import field_validator

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.misfit import Misfit


class Control(Parameters):
    """Control of the cell: a potential, a current, or an overpotential of each surface."""

    mode: str

    @property
    @abstractmethod
    def given_potential(self) -> float | None:
        """Electrode potential φ_s against the counter electrode [V]; None if it is not given."""

    @property
    @abstractmethod
    def given_current(self) -> float | None:
        """Current density per footprint that determines φ_s [A/m²]; None if it is not given.

        For pulses the forward current density.
        """

    @property
    def gives_overpotentials(self) -> bool:
        """True if there is no electrode potential: each surface has its own overpotential."""
        return self.given_potential is None and self.given_current is None

    @property
    def pulses(self) -> PulseReverse | None:
        """Alternating pulses; None for a steady control."""
        return None

    def misfit(self, electrolyte: Electrolyte) -> Misfit | None:
        """Return the reason why the control is incompatible with an electrolyte, or None."""
        return None


CONTROLS = Family(Control, key="mode")  # type: ignore[type-abstract]


@CONTROLS.register
class Potentiostatic(Control):
    """Electrode at a given potential, for rate laws that follow the electrode potential."""

    mode: Literal["potentiostatic"] = option("Control mode.", "potentiostatic")
    electrode_potential: float = quantity(
        "V", "Potential of the collector against the counter electrode.", ge=-5.0, le=5.0
    )

    @property
    def given_potential(self) -> float:
        """The electrode potential."""
        return self.electrode_potential

    @property
    def given_current(self) -> None:
        """None: the current follows from the potential."""


@CONTROLS.register
class Galvanostatic(Control):
    """Constant total current; the electrode potential is an unknown.

    Surfaces have rate laws with kinetics that follow the electrode potential.
    """

    mode: Literal["galvanostatic"] = option("Control mode.", "galvanostatic")
    current_density: float = quantity(
        "A/m^2", "Total current per electrode footprint; positive plates.", ge=-1e6, le=1e6
    )

    @field_validator("current_density")
    @classmethod
    def _some_current(cls, value: float) -> float:
        if value == 0.0:
            raise ValueError("current_density must not be zero")
        return value

    @property
    def given_potential(self) -> None:
        """None: the potential is an unknown."""

    @property
    def given_current(self) -> float:
        """The current density."""
        return self.current_density


@CONTROLS.register
class PulseReverse(Control):
    """Alternating short forward and reverse pulses; the front grows by their mean.

    The period is so short that the front does not move within it: forward and reverse current
    have steady-state distributions on the same front, and their mean, weighted by the shares of the
    period, moves it. This requires a stationary electrolyte model. The forward current follows
    from the other parameters; a forward share of 1 is galvanostatic plating.
    Surfaces have rate laws with kinetics that follow the electrode potential.
    """

    mode: Literal["pulse_reverse"] = option("Control mode.", "pulse_reverse")
    mean_current_density: float = quantity(
        "A/m^2",
        "Total current per electrode footprint, mean over a period; plates.",
        gt=0,
        le=1e6,
    )
    reverse_current_density: float = quantity(
        "A/m^2",
        "Total current per electrode footprint in the reverse pulse; negative, stripping.",
        lt=0,
        ge=-1e6,
    )
    forward_share: float = quantity("1", "Share of the forward pulse in the period.", gt=0, le=1)

    @property
    def reverse_share(self) -> float:
        """Share of the reverse pulse in the period."""
        return 1.0 - self.forward_share

    @property
    def forward_current_density(self) -> float:
        """Forward current density [A/m²], i_fwd = (i_mean - t_rev i_rev)/t_fwd."""
        stripped = self.reverse_share * self.reverse_current_density
        return (self.mean_current_density - stripped) / self.forward_share

    @property
    def given_potential(self) -> None:
        """None: the potential is an unknown of each pulse."""

    @property
    def given_current(self) -> float:
        """The forward current density."""
        return self.forward_current_density

    @property
    def pulses(self) -> PulseReverse:
        """This control."""
        return self

    def misfit(self, electrolyte: Electrolyte) -> Misfit | None:
        """Return a reason for electrolytes that are not stationary."""
        if electrolyte.held:
            return None
        return Misfit(
            f'control.mode is "{self.mode}", but electrolyte.model "{electrolyte.model}" '
            "is not stationary",
            'use electrolyte.model = "ohmic"',
        )


@CONTROLS.register
class GivenOverpotentials(Control):
    """Given overpotential of each reacting surface (law `overpotential`)."""

    mode: Literal["overpotentials"] = option("Control mode.", "overpotentials")

    @property
    def given_potential(self) -> None:
        """None: there is no electrode potential."""

    @property
    def given_current(self) -> None:
        """None: the current follows from the overpotentials."""
