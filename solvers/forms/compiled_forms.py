"""Forms of a problem, compiled once, without a mesh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from platefront.solvers.forms.form_arguments import FormArguments
from platefront.solvers.forms.voltage_forms import VoltageForms
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.region import Media
from platefront.solvers.model.flow import Channel
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.scales import Scales

type MarkedLaws = tuple[tuple[int, RateLaw], ...]
"""Pairs of facet mark and rate law."""


@dataclass(frozen=True, slots=True)
class BorderedForms:
    """Additional forms for a given current: ∂F/∂p, ∂G/∂u, ∂G/∂p and Σ_s ∫ i_n."""

    column: Any
    row: Any
    corner: Any
    current: Any


@dataclass(frozen=True, slots=True)
class PrimaryForms:
    """Forms of surfaces without kinetic resistance: ∫ J·∇ψ - Σ_k ∫ i_k ψ, and ∫ ψ on each."""

    drawn: Any
    lengths: Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class ElectronicForms:
    """Derivatives with the potential w of solids that resist: ∂F/∂w, ∂I/∂u and ∂I/∂w.

    I are the currents of the vertices, over all surfaces of the front.
    """

    column: Any
    by_fields: Any
    by_rise: Any


@dataclass(frozen=True)
class CompiledForms:
    """Forms compiled once, without a mesh; `BoundForms` binds them to each new mesh.

    Attributes:
        laws: facet marks and rate laws of the surfaces with kinetics.
        reversible: facet marks and φ_s - φ [V] of the surfaces without kinetic resistance.
        conductances: ∫ -∂i/∂η ψ of each surface of the front; empty without capillarity.
        voltage: parts of the electrode potential; None where surfaces have given overpotentials or
            no kinetic resistance.
        media: porosity and conduction of the regions; None for free electrolyte everywhere.
        contents: amount in each cell, likewise.
        pores: current in the pores of each cell; None without hosts.
        electronic: derivatives with the potential of solids; None where these conduct perfectly.
    """

    laws: MarkedLaws
    reversible: tuple[tuple[int, float], ...]
    arguments: FormArguments
    residual: Any
    jacobian: Any
    inventory: Any
    currents: Mapping[int, Any]
    conductances: Mapping[int, Any]
    bordered: BorderedForms | None
    primary: PrimaryForms | None
    outflow: Any | None
    voltage: VoltageForms | None
    electrolyte: Electrolyte
    flow: Channel | None
    scales: Scales
    media: Media | None = None
    contents: Any | None = None
    pores: Any | None = None
    electronic: ElectronicForms | None = None

    @property
    def hosts(self) -> Mapping[int, int]:
        """Marks of the porous hosts → number of the region."""
        return {} if self.media is None else self.media.hosts

    @property
    def matrices(self) -> Mapping[int, float]:
        """Marks of those whose matrix has a resistance → its conductivity [S/m]."""
        return {} if self.media is None else self.media.conductivities

    @property
    def surfaces(self) -> tuple[int, ...]:
        """Facet marks of the surfaces of the electrode."""
        marks = [mark for mark, _ in (*self.laws, *self.reversible)]
        return tuple(mark for mark in marks if mark != COUNTER_MARK and mark not in self.hosts)

    def values(self) -> dict[str, float]:
        """Return the values of all constants that do not change during a simulation."""
        values = dict(self.electrolyte.constants())
        if self.electrolyte.uptake:
            values["uptake"] = self.electrolyte.uptake
        if self.flow is not None:
            values |= self.flow.constants(self.scales)
        for mark, law in self.laws:
            named = law.constants(self.scales)
            values |= {f"{mark}:{name}": value for name, value in named.items()}
        unit = self.scales.current / self.scales.potential
        values |= {matrix_name(mark): value / unit for mark, value in self.matrices.items()}
        return {name: float(value) for name, value in values.items()}


def matrix_name(mark: int) -> str:
    """Return the name of the constant of a matrix, its conductivity."""
    return f"{mark}:matrix"
