"""Transport models of the studies, with parameters for which all terms are significant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from platefront.solvers.model.electrolyte.concentrated import Concentrated
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.solution.own import OwnSolution
from platefront.solvers.model.electrolyte.solution.own_property import (
    OwnConductivity,
    OwnDiffusivity,
    OwnNumber,
)
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.voltage.conduction import SolidConduction
from verification.manufactured.exact_fields import (
    AgainstPotential,
    ExactFields,
    FromInlet,
    OnlyPotential,
    PotentialOfHost,
    RiseOfMatrix,
)
from verification.manufactured.hosts.box_host import BoxHost
from verification.manufactured.layer import BoxLayer
from verification.manufactured.rate_laws import (
    ELECTRODE_POTENTIAL,
    EQUILIBRIUM_POTENTIAL,
)
from verification.manufactured.solids.box_solids import BoxSolids
from verification.manufactured.strong_forms import (
    BinarySalt,
    ConcentratedSolution,
    F,
    OhmicSolution,
    R,
    StrongForm,
    SupportedIon,
)

ONE_TO_ONE = BinarySalt(NernstPlanck(cation_diffusivity=3e-10, anion_diffusivity=5e-10))
"""1:1 salt with D₊ ≠ D₋."""


def _concentrated(
    cation_charge: int = 1, concentration: float = 1000.0, temperature: float = 298.15
) -> Concentrated:
    """Return a solution whose properties all vary with c, as formulas of c in mol/L."""
    solution = OwnSolution(
        concentrations=(10.0, 10000.0),
        conductivity=OwnConductivity(formula="c*(1.3 - 0.3*c)"),
        diffusivity=OwnDiffusivity(formula="5 - 1.5*c", unit=1e-10),
        transference_number=OwnNumber(formula="0.55 - 0.1*c"),
        thermodynamic_factor=OwnNumber(formula="1 + 0.1*c"),
        cation_charge=cation_charge,
    )
    return Concentrated(solution=solution, concentration=concentration, temperature=temperature)


CONCENTRATED = ConcentratedSolution(
    _concentrated(),
    conductivity=lambda c: 1e-3 * c * (1.3 - 3e-4 * c),
    diffusivity=lambda c: 5e-10 - 1.5e-13 * c,
    transference=lambda c: 0.55 - 1e-4 * c,
    factor=lambda c: 1.0 + 1e-4 * c,
)
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
    "concentrated 1:1 salt": CONCENTRATED,
    "concentrated 2:1 salt": replace(
        CONCENTRATED,
        electrolyte=_concentrated(cation_charge=2, concentration=500.0, temperature=320.0),
    ),
    "supported ion": SupportedIon(
        Supported(ion_diffusivity=4e-10, conductivity=2.0, cation_charge=2)
    ),
    "ohmic": OHMIC,
    "1:1 salt in a flow": BinarySalt(ONE_TO_ONE.electrolyte, _FLOW),
}
"""Models by name."""


LAYER = BoxLayer(low=0.8, high=1.2, porosity=0.5, conduction=0.8)
"""Porous layer in the middle of the box."""
LAYERED: Mapping[str, StrongForm] = {
    f"{name}, porous layer": MODELS[name] for name in ("1:1 salt", "concentrated 2:1 salt", "ohmic")
}
"""Models that are studied with it."""


_WALLS = ButlerVolmer(
    exchange_current_density=200.0,
    anodic_transfer=0.4,
    cathodic_transfer=0.6,
    equilibrium_potential=0.09,
    nucleation_barrier=0.02,
    nucleation_thickness=2e-8,
)
"""Rate law of walls that plate everywhere, beyond the barrier."""
HOST = BoxHost(
    high=1.0,
    porosity=0.7,
    exponent=1.6,
    matrix=PorousHost(specific_area=8e6, area_exponent=0.8, closed_porosity=0.05, reaction=_WALLS),
    walls=_WALLS,
    deposit=Metal(porosity=0.3),
    rise=None,
    filled=0.2,
    grown=0.0,
    duration=1.0,
)
"""Host at the bottom of the box, with metal that stays as it is."""


def resisting(host: BoxHost, rise: RiseOfMatrix) -> BoxHost:
    """Return a host whose matrix has a conductivity and the potential of its own."""
    matrix = host.matrix.model_copy(update={"conductivity": 2.0})
    return replace(host, matrix=matrix, rise=rise)


def solids(potential: PotentialOfHost, wave: float) -> BoxSolids:
    """Return host and deposit that conduct about as well as the electrolyte.

    Args:
        potential: exact, in the host.
        wave: relative amplitude of the thickness of the deposit.
    """
    materials = SolidConduction(
        host_conductivity=1.5, deposit_conductivity=2.0, contact_resistance=3e-7
    )
    return BoxSolids(materials, potential, thickness=0.2, wave=wave)


def suited(model: StrongForm, fields: ExactFields) -> ExactFields:
    """Return the fields modified to the Dirichlet conditions of a model."""
    if model.electrolyte.held:
        return OnlyPotential(fields)
    return fields if model.flow is None else FromInlet(fields)


def against_equilibrium(duration: float) -> ExactFields:
    """Return fields of an ohmic solution above a surface in equilibrium."""
    volt = R * OHMIC.electrolyte.temperature / F
    return AgainstPotential((ELECTRODE_POTENTIAL - EQUILIBRIUM_POTENTIAL) / volt, duration)
