"""Transport models of the studies, with parameters for which all terms are significant."""

from __future__ import annotations

from collections.abc import Mapping

from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.flow import Poiseuille
from verification.manufactured.exact_fields import (
    AgainstPotential,
    ExactFields,
    FromInlet,
    OnlyPotential,
)
from verification.manufactured.rate_laws import (
    ELECTRODE_POTENTIAL,
    EQUILIBRIUM_POTENTIAL,
)
from verification.manufactured.strong_forms import (
    BinarySalt,
    F,
    OhmicSolution,
    R,
    StrongForm,
    SupportedIon,
)

ONE_TO_ONE = BinarySalt(NernstPlanck(cation_diffusivity=3e-10, anion_diffusivity=5e-10))
"""1:1 salt with D₊ ≠ D₋."""
OHMIC = OhmicSolution(Ohmic(conductivity=2.0))
_FLOW = Poiseuille(mean_velocity=5e-4)
"""Flow with a convective flux of about the diffusive one."""

MODELS: Mapping[str, StrongForm] = {
    "1:1 salt": ONE_TO_ONE,
    "2:1 salt": BinarySalt(
        NernstPlanck(
            concentration=500.0,
            cation_diffusivity=3e-10,
            anion_diffusivity=7e-10,
            cation_charge=2,
            anion_charge=-1,
            temperature=320.0,
        )
    ),
    "supported ion": SupportedIon(
        Supported(ion_diffusivity=4e-10, conductivity=2.0, cation_charge=2)
    ),
    "ohmic": OHMIC,
    "1:1 salt in a flow": BinarySalt(ONE_TO_ONE.electrolyte, _FLOW),
}
"""Models by name."""


def suited(model: StrongForm, fields: ExactFields) -> ExactFields:
    """Return the fields modified to the Dirichlet conditions of a model."""
    if model.electrolyte.held:
        return OnlyPotential(fields)
    return fields if model.flow is None else FromInlet(fields)


def against_equilibrium(duration: float) -> ExactFields:
    """Return fields of an ohmic solution above a surface in equilibrium."""
    volt = R * OHMIC.electrolyte.temperature / F
    return AgainstPotential((ELECTRODE_POTENTIAL - EQUILIBRIUM_POTENTIAL) / volt, duration)
