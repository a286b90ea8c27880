"""Base and family of the rate laws: current density of a surface and its properties."""

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
"""Imaginary step of φ or -η for the derivative of the current."""


DROPS = ("equilibrium", "nernst", "nucleation", "film", "deposit")
"""Parts of φ_s - φ: E_eq at c0, its shift by the concentration, the barrier of bare host, and the
resistances of a film and of the deposit."""


class Onset(NamedTuple):
    """Electrode potentials at which a surface begins to react, against the electrolyte at c0.

    Attributes:
        plating: potential below which the surface plates [V].
        stripping: potential above which it strips [V].
    """

    plating: float
    stripping: float


class RateLaw(Parameters):
    """Current density of a surface, and its properties for checks, estimates and Newton's method.

    Attributes:
        reacts: False for surfaces without reaction.
    """

    law: str
    reacts: ClassVar[bool] = True

    @abstractmethod
    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return the dimensionless values of the constants in `current_density`."""

    @abstractmethod
    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return i_n/(F D c0/L), > 0 for plating.

        It is written with those of `model.functions.expressions`, for UFL expressions and numbers,
        and depends on the potentials only through φ_s - φ.

        Args:
            state: state of a point of the front.
            constant: constants by name, as in `constants`.
        """

    def drops(
        self, state: SurfaceState, constant: Mapping[str, Any], current: Any
    ) -> Mapping[str, Any]:
        """Return parts of φ_s - φ besides the overpotential of the reaction, dimensionless.

        The names are those of `DROPS`; what is not there is zero. The overpotential of the reaction
        is the rest.

        Args:
            state: state of a point of the front.
            constant: constants by name, as in `constants`.
            current: current density that is passed there.
        """
        return {}

    @property
    @abstractmethod
    def onset(self) -> Onset | None:
        """Onset of reaction; None if the law does not depend on the electrode potential."""

    @property
    def held_drop(self) -> float | None:
        """φ_s - φ of a surface without kinetic resistance [V]; None if it has a rate law."""
        return None

    @property
    def tells_bare_host(self) -> bool:
        """True if the law itself tells bare host from lithium, as by a nucleation barrier."""
        return False

    @property
    def transfer_coefficients(self) -> Mapping[str, float]:
        """Transfer coefficients by key, whose sum must be n_e; empty if there are none."""
        return {}

    def misfit(self, electrolyte: Electrolyte, control: Control) -> Misfit | None:
        """Return the reason why the law is incompatible with electrolyte or control, or None."""
        return None

    def response(self, state: SurfaceState, scales: Scales) -> tuple[float, float]:
        """Return current density i_n [A/m²] and -∂i_n/∂η [S/m²], without a mesh.

        The derivative follows from an imaginary step of φ and is exact to round-off.

        Args:
            state: values at a point of the front.
            scales: units of the state and of the current density.
        """
        stepped = replace(state, potential=state.potential + IMAGINARY_STEP)
        return with_slope(self.current_density(stepped, self.constants(scales)), scales)


def with_slope(stepped: Any, scales: Scales) -> tuple[float, float]:
    """Return current density [A/m²] and derivative [S/m²] from a value with imaginary step."""
    slope = float(np.imag(stepped)) / IMAGINARY_STEP.imag
    unit = scales.current_density
    return float(np.real(stepped)) * unit, slope * unit / scales.potential


RATE_LAWS = Family(RateLaw, key="law")  # type: ignore[type-abstract]
