"""Parts of the electrode potential of the present fields."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mpi4py import MPI

from platefront.solvers.fenicsx import fem
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.boundary_currents import front_currents, own_currents
from platefront.solvers.forms.voltage_forms import (
    BULK,
    CAPILLARY,
    KINETIC,
    MATRIX_DROP,
    VoltageForms,
    weight,
)
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.voltage.parts import VoltageParts

_NO_CURRENT = 1e-9
"""Total current below which the potential has no parts, relative to the currents of the surfaces or
the largest one of the run."""
_TAKEN = (KINETIC, "nucleation", "film", "deposit", MATRIX_DROP)
"""Parts in which a surface dissipates power."""


def voltage_parts(forms: BoundForms, names: Sequence[str]) -> VoltageParts | None:
    """Return the parts of the electrode potential (collective).

    Args:
        forms: bound forms with the fields of the instant.
        names: names of the surfaces and porous hosts, in the order of their marks.

    Returns:
        The parts; None without an electrode potential with kinetics, and without a total current.
    """
    voltage = forms.voltage
    if voltage is None:
        return None
    drawn, turnover = _currents(forms)
    if not abs(drawn) > _NO_CURRENT * max(turnover, forms.reference_current):
        return None
    scales = forms.compiled.scales
    powers = _powers(forms, voltage)
    volts = {chosen: power / drawn * scales.potential for chosen, power in powers.items()}

    def front(part: str) -> float:
        return sum(v for (mark, p), v in volts.items() if p == part and mark not in _OTHER)

    def counter(part: str) -> float:
        return volts.get((COUNTER_MARK, part), 0.0)

    unit = scales.current * scales.potential
    power = {
        name: -unit * sum(powers.get((mark, part), 0.0) for part in _TAKEN)
        for mark, name in enumerate(names, 1)
    }
    nernst = front("nernst") + counter("nernst")
    return VoltageParts(
        equilibrium=front("equilibrium") + counter("equilibrium"),
        kinetic=front(KINETIC),
        counter=counter(KINETIC) + counter("film") + counter("deposit"),
        capillary=front(CAPILLARY),
        nucleation=front("nucleation") + counter("nucleation"),
        film=front("film"),
        deposit=front("deposit"),
        concentration=nernst + volts[0, "diffusion"],
        ohmic=volts[0, "ohmic"] + front(MATRIX_DROP),
        electronic=_electronic(forms) / drawn * scales.potential,
        power=power,
    )


_OTHER = (0, COUNTER_MARK)
"""Marks that are none of the front: the electrolyte and the counter electrode."""


def _currents(forms: BoundForms) -> tuple[float, float]:
    """Total current of the front and the sum of all without sign, in F D c0 (collective)."""
    surfaces, pores = own_currents(forms)
    own = [part for mark, part in surfaces.items() if mark != COUNTER_MARK]
    own += [pores] if forms.pores is not None else []
    comm = forms.domain.comm
    total = comm.allreduce(sum(float(part.sum()) for part in own), op=MPI.SUM)
    return total, comm.allreduce(sum(float(abs(part).sum()) for part in own), op=MPI.SUM)


def _electronic(forms: BoundForms) -> float:
    """Return -∫ i (φ_s - E) over the front, minus the power that solids dissipate; scaled."""
    if (solids := forms.solids) is None:
        return 0.0
    return -float(front_currents(forms) @ solids.rise.x.array)


def _powers(forms: BoundForms, voltage: VoltageForms) -> dict[tuple[int, str], float]:
    """Current-weighted sum of each part by mark, 0 for the electrolyte; scaled (collective)."""
    chosen = [(mark, part) for mark, parts in voltage.parts.items() for part in parts]
    local = [_only(forms, voltage.surfaces, *one) for one in chosen]
    local += [_only(forms, voltage.bulk, 0, part) for part in BULK]
    sums = forms.domain.comm.allreduce(np.array(local), op=MPI.SUM)
    return dict(zip([*chosen, *((0, part) for part in BULK)], map(float, sums), strict=True))


def _only(forms: BoundForms, form: fem.Form, mark: int, part: str) -> float:
    """Assemble the form of all parts with one chosen."""
    constant = forms.constants[weight(mark, part)]
    constant.value = 1.0
    try:
        return float(fem.assemble_scalar(form).real)
    finally:
        constant.value = 0.0
