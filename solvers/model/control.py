"""What the cell is told to do."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters, option, quantity


class Control(Parameters):
    """What the cell is told to do."""

    mode: str


CONTROLS = Family(Control, key="mode")


@CONTROLS.register
class Potentiostatic(Control):
    """Electrode at a given potential; surfaces follow `butler_volmer`, `linear`, `reversible`."""

    mode: Literal["potentiostatic"] = option("Control mode.", "potentiostatic")
    electrode_potential: float = quantity(
        "V", "Potential of the collector against the counter electrode.", ge=-5.0, le=5.0
    )


@CONTROLS.register
class Galvanostatic(Control):
    """Constant total current; the electrode potential is found.

    Surfaces follow `butler_volmer` or `linear`.
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


@CONTROLS.register
class PulseReverse(Control):
    """Short forward and reverse pulses in turn; the front grows at their mean.

    A period is so short that the front does not move in it: forward and reverse current
    distribute over the same front, each as in steady state, and weighted by their shares of the
    period they make the mean current that moves it. That needs an electrolyte without memory.
    The forward current follows from the others; forward share 1 is plain galvanostatic plating.
    Surfaces follow `butler_volmer` or `linear`.
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
        "Total current per electrode footprint in the reverse pulse; negative, as it strips.",
        lt=0,
        ge=-1e6,
    )
    forward_share: float = quantity("1", "Share of the period that plates.", gt=0, le=1)

    @property
    def reverse_share(self) -> float:
        """Share of the period that strips."""
        return 1.0 - self.forward_share

    @property
    def forward_current_density(self) -> float:
        """What makes the mean: i_fwd = (i_mean - t_rev i_rev)/t_fwd [A/m²]."""
        stripped = self.reverse_share * self.reverse_current_density
        return (self.mean_current_density - stripped) / self.forward_share


@CONTROLS.register
class GivenOverpotentials(Control):
    """Every reacting surface carries its own given overpotential (law `overpotential`)."""

    mode: Literal["overpotentials"] = option("Control mode.", "overpotentials")


def given_current(control: Control) -> float | None:
    """Current density per footprint that the electrode potential is found for [A/m²].

    Of pulses it is the forward one; None where no current is given.
    """
    match control:
        case Galvanostatic():
            return control.current_density
        case PulseReverse():
            return control.forward_current_density
    return None
