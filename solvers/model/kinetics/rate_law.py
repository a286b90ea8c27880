"""Base and family of the rate laws: the formula of a surface's current, and facts about it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

import numpy as np

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.control import Control
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.scales import Scales

IMAGINARY_STEP = 1e-100j
"""Change of φ or -η that leaves the slope by it in the imaginary part of the current."""


class Onset(NamedTuple):
    """Electrode potentials at which a surface begins to react, against the electrolyte at c0.

    Attributes:
        plating: plates below [V].
        stripping: strips above [V].
    """

    plating: float
    stripping: float


class RateLaw(Parameters):
    """Current density of a surface, and what checks, estimates and Newton's method ask of it.

    Attributes:
        reacts: False if nothing is ever plated or stripped.
    """

    law: str
    reacts: ClassVar[bool] = True

    @abstractmethod
    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Dimensionless values of the constants that `current_density` uses."""

    @abstractmethod
    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """i_n/(F D c0/L), > 0 plating.

        Written with the functions of `model.expressions`, so that it takes symbols and numbers.
        It depends on the potentials only through φ_s - φ.

        Args:
            state: of a point of the front.
            constant: by name, as in `constants`.
        """

    @property
    @abstractmethod
    def onset(self) -> Onset | None:
        """Electrode potentials where the reaction sets in; None if it does not follow them."""

    @abstractmethod
    def equilibrium_conductance(self, thermal_voltage: float) -> float:
        """-∂i_n/∂φ_s at equilibrium with c0 [S/m²].

        Args:
            thermal_voltage: RT/F [V].
        """

    @property
    def held_drop(self) -> float | None:
        """φ_s - φ of a surface without kinetic resistance [V]; None if it has a rate law."""
        return None

    @property
    def transfer_coefficients(self) -> Mapping[str, float]:
        """Key → value of the transfer coefficients whose sum must be n_e; empty if none need."""
        return {}

    def misfit(self, electrolyte: Electrolyte, control: Control) -> Misfit | None:
        """Reason why the law cannot go with an electrolyte or a control; None if it can."""
        return None

    def response(self, state: SurfaceState, scales: Scales) -> tuple[float, float]:
        """Current density i_n [A/m²] and -∂i_n/∂η [S/m²], without a mesh.

        The derivative follows from an imaginary step of φ and is exact to round-off.

        Args:
            state: numbers at a point of the front.
            scales: units of the state and of the current density.
        """
        stepped = replace(state, potential=state.potential + IMAGINARY_STEP)
        return with_slope(self.current_density(stepped, self.constants(scales)), scales)


def with_slope(stepped: Any, scales: Scales) -> tuple[float, float]:
    """Current density [A/m²] and its slope [S/m²] from one with an imaginary step."""
    slope = float(np.imag(stepped)) / IMAGINARY_STEP.imag
    unit = scales.current_density
    return float(np.real(stepped)) * unit, slope * unit / scales.potential


RATE_LAWS = Family(RateLaw, key="law")  # type: ignore[type-abstract]
