"""The transport models under study, with parameters that let every term count."""

from __future__ import annotations

from collections.abc import Mapping

from platefront.verification.manufactured.exact_fields import ExactFields, OnlyPotential
from platefront.verification.manufactured.strong_forms import (
    BinarySalt,
    OhmicSolution,
    StrongForm,
    SupportedIon,
)
from solvers.electrolyte.nernst_planck import NernstPlanck
from solvers.electrolyte.ohmic import Ohmic
from solvers.electrolyte.supported import Supported

ONE_TO_ONE = BinarySalt(NernstPlanck(cation_diffusivity=3e-10, anion_diffusivity=5e-10))
"""A 1:1 salt with D₊ ≠ D₋."""

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
    "ohmic": OhmicSolution(Ohmic(conductivity=2.0)),
}
"""By name, for people."""


def suited(model: StrongForm, fields: ExactFields) -> ExactFields:
    """The fields as a model can have them: at c = c0 if it holds the concentration."""
    return OnlyPotential(fields) if model.electrolyte.held else fields
