"""Control by pulses that are too short to be resolved in time."""

from __future__ import annotations

from typing import ClassVar, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.control.control import (
    CONTROLS,
    AveragedPulses,
    Control,
    Given,
)
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.misfit import Misfit


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
    gives: ClassVar[Given] = "current"
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

    def value_at(self, elapsed: float) -> float:
        """Return the forward current density."""
        return self.forward_current_density

    @property
    def direction(self) -> int:
        """1: the mean plates."""
        return 1

    @property
    def largest_current(self) -> float:
        """The larger of forward and reverse current density, without sign."""
        reverse = -self.reverse_current_density if self.reverse_share else 0.0
        return max(self.forward_current_density, reverse)

    @property
    def pulses(self) -> AveragedPulses:
        """Shares and currents of the pulses."""
        return AveragedPulses(
            self.forward_share,
            self.reverse_share,
            self.forward_current_density,
            self.reverse_current_density,
            self.mean_current_density,
        )

    def misfit(self, electrolyte: Electrolyte) -> Misfit | None:
        """Return a reason for electrolytes that are not stationary."""
        if electrolyte.held:
            return None
        return Misfit(
            f'control.mode is "{self.mode}", but electrolyte.model "{electrolyte.model}" '
            "is not stationary",
            'use electrolyte.model = "ohmic"',
        )
