"""Forms of the parts of the electrode potential, weighted by the current.

With the electrode potential φ_s and the total current I of the front, and 0 the potential of the
counter electrode, the charge balance tested by φ itself gives, exactly for the discrete solution,

    I φ_s = Σ_s ∫_s i (φ_s - φ) + ∫_counter i (0 - φ) - ∫ G·∇φ,   G = -J

and ∇φ = (G - G_d)/κ, with G_d the part of G by the gradient of the concentration:

    -∫ G·∇φ = -∫ |G|²/κ  +  ∫ G·G_d/κ
               ohmic         diffusion

The matrix of a porous host is at φ_s + w, so that its resistance has the part -w.
The rate laws divide φ_s - φ into their own parts (`RateLaw.drops`); curved front has the shift of
its equilibrium by capillarity besides. Where solids resist, φ_s on the front is w higher than the
electrode potential, of which -∫ i w is a part. Each term over I is a part of
φ_s [RT/F], I times it the power that it dissipates or stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ufl
from mpi4py import MPI

from platefront.solvers.fenicsx import compile_form
from platefront.solvers.forms.form_arguments import FormArguments
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.electrolyte.model import BulkState, Electrolyte
from platefront.solvers.model.kinetics.rate_law import DROPS, RateLaw
from platefront.solvers.model.scales import Scales

KINETIC = "kinetic"
"""Part of φ_s - φ that drives the reaction."""
CAPILLARY = "capillary"
"""Part of φ_s - φ by the curvature of the front."""
MATRIX_DROP = "matrix"
"""Part of φ_s by the resistance of the matrix of a porous host."""
BULK = ("ohmic", "diffusion")
"""Parts in the electrolyte."""
_WEIGHT = "weight"


def weight_names(
    marks: list[int], *, capillarity: bool, resisting: tuple[int, ...] = ()
) -> list[str]:
    """Return the names of the constants that choose a part.

    Args:
        marks: of the surfaces and porous hosts.
        capillarity: True with capillary shifts.
        resisting: marks of hosts whose matrix has a resistance.
    """
    parts = (KINETIC, *DROPS, CAPILLARY) if capillarity else (KINETIC, *DROPS)
    return [
        *(weight(mark, part) for mark in marks for part in parts),
        *(weight(mark, MATRIX_DROP) for mark in resisting),
        *(weight(0, part) for part in BULK),
    ]


def weight(mark: int, part: str) -> str:
    """Return the name of the constant that chooses a part of a surface, or of the electrolyte (0).

    One form holds all parts, so that one is compiled.
    """
    return f"{_WEIGHT}:{mark}:{part}"


@dataclass(frozen=True, slots=True)
class VoltageForms:
    """Sums of all parts with their weights: of surfaces and of the electrolyte.

    Attributes:
        parts: parts that each surface has, by its mark.
    """

    surfaces: Any
    bulk: Any
    parts: Mapping[int, tuple[str, ...]]


def voltage_forms(
    comm: MPI.Intracomm,
    s: FormArguments,
    electrolyte: Electrolyte,
    density: Mapping[int, Any],
    laws: Mapping[int, RateLaw],
    scales: Scales,
) -> VoltageForms:
    """Build and compile the forms.

    Args:
        comm: communicator that shares the just-in-time cache.
        s: arguments of the forms.
        electrolyte: transport model.
        density: current density of each marked surface.
        laws: rate law of each.
        scales: units.
    """
    parts: dict[int, tuple[str, ...]] = {}
    terms = []
    for mark, law in laws.items():
        state, current = s.state(mark), density[mark]
        drops = law.drops(state, s.constants_of(mark, law, scales), current)
        whole = state.electrode_potential - state.potential
        named = {KINETIC: whole - sum(drops.values()), **drops}
        if s.shift is not None and mark != COUNTER_MARK and mark not in s.hosts:
            named[CAPILLARY] = -s.shift  # `whole` is that of the law, higher by the shift
        if mark in s.resisting:
            named[MATRIX_DROP] = -s.matrix(mark)  # `whole` is that of the matrix
        parts[mark] = tuple(named)
        weighted = sum(s.constants[weight(mark, part)] * drop for part, drop in named.items())
        terms.append(s.integral(mark, current * weighted))
    total = sum(terms[1:], start=terms[0])
    k, c, phi = s.constants, s.concentration, s.potential
    nothing = ufl.as_vector((0.0, 0.0))
    flow = s.fluxes(electrolyte, BulkState(c, ufl.grad(c), ufl.grad(phi))).charge
    by_diffusion = s.fluxes(electrolyte, BulkState(c, ufl.grad(c), nothing)).charge
    along = s.fluxes(electrolyte, BulkState(c, nothing, ufl.as_vector((1.0, 0.0)))).charge
    chosen = k[weight(0, "diffusion")] * by_diffusion - k[weight(0, "ohmic")] * flow
    bulk = ufl.inner(flow, chosen) / along[0] * s.dx
    return VoltageForms(compile_form(comm, total), compile_form(comm, bulk), parts)
