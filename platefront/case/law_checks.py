"""What must fit together between rate laws, control, electrolyte and metal of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from platefront.case.problems import Problem
from platefront.solvers.model.control import (
    Control,
    Galvanostatic,
    GivenOverpotentials,
    Potentiostatic,
    PulseReverse,
)
from platefront.solvers.model.counter import Counter, LithiumCounter
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.reversible import Reversible
from platefront.solvers.model.metal import Metal

type Problems = Iterator[Problem]
type Laws = Mapping[str, RateLaw]

TRANSFER_TOLERANCE = 1e-9


def something_reacts(surfaces: Laws) -> Problems:
    """At least one surface carries current."""
    if all(isinstance(law, Insulating) for law in surfaces.values()):
        yield Problem(
            "no surface reacts, so nothing would be plated",
            ("surfaces",),
            at_key=True,
            notes=(("help", 'give at least one surface a law other than "insulating"'),),
        )


def laws_fit_control(control: Control, surfaces: Laws) -> Problems:
    """Given overpotentials and an electrode potential exclude each other."""
    for name, law in surfaces.items():
        path = ("surfaces", name, "law")
        match control, law:
            case Potentiostatic() | Galvanostatic() | PulseReverse(), GivenOverpotential():
                yield Problem(
                    f'surface "{name}" has a given overpotential, but control.mode is '
                    f'"{control.mode}"',
                    path,
                    notes=(
                        ("help", 'use law = "butler_volmer", or control.mode = "overpotentials"'),
                    ),
                )
            case GivenOverpotentials(), ButlerVolmer() | Linear() | Reversible():
                yield Problem(
                    f'surface "{name}" follows the electrode potential, but control.mode is '
                    '"overpotentials"',
                    path,
                    notes=(
                        ("help", 'use law = "overpotential", or control.mode = "potentiostatic"'),
                    ),
                )


def reversible_surfaces_fit(control: Control, electrolyte: Electrolyte, surfaces: Laws) -> Problems:
    """Without kinetic resistance a potential must be given, and no concentration may run empty."""
    for name, law in surfaces.items():
        if not isinstance(law, Reversible):
            continue
        path = ("surfaces", name, "law")
        if not electrolyte.held:
            yield Problem(
                f'surface "{name}" has no kinetic resistance, but electrolyte.model '
                f'"{electrolyte.model}" follows a concentration',
                path,
                notes=(("help", 'use electrolyte.model = "ohmic", or law = "butler_volmer"'),),
            )
        elif not isinstance(control, Potentiostatic | GivenOverpotentials):
            yield Problem(
                f'surface "{name}" has no kinetic resistance, but control.mode is "{control.mode}"',
                path,
                notes=(("help", 'use control.mode = "potentiostatic", or law = "butler_volmer"'),),
            )


def pulses_fit_electrolyte(control: Control, electrolyte: Electrolyte) -> Problems:
    """The mean of two steady currents needs an electrolyte that forgets at once."""
    if isinstance(control, PulseReverse) and not electrolyte.held:
        yield Problem(
            f'control.mode is "{control.mode}", but electrolyte.model "{electrolyte.model}" '
            "remembers earlier pulses",
            ("control", "mode"),
            notes=(("help", 'use electrolyte.model = "ohmic"'),),
        )


def electrons_equal_cation_charge(metal: Metal, electrolyte: Electrolyte) -> Problems:
    """An ion of charge z+ takes up z+ electrons to become metal."""
    if metal.electrons != electrolyte.cation_charge:
        yield Problem(
            f"metal.electrons is {metal.electrons}, but electrolyte.cation_charge is "
            f"{electrolyte.cation_charge}; they must be equal",
            ("metal", "electrons"),
        )


def transfer_coefficients_sum(metal: Metal, electrolyte: Electrolyte, surfaces: Laws) -> Problems:
    """α_a + α_c = n_e, so that the current vanishes exactly at the Nernst potential."""
    if metal.electrons != electrolyte.cation_charge:
        return  # told by electrons_equal_cation_charge
    for name, law in surfaces.items():
        if isinstance(law, ButlerVolmer | GivenOverpotential):
            yield from _transfer_sum(law, metal, ("surfaces", name))


def counter_transfer_coefficients_sum(
    metal: Metal, electrolyte: Electrolyte, counter: Counter
) -> Problems:
    """The same for a counter electrode with kinetics."""
    if metal.electrons == electrolyte.cation_charge and isinstance(counter, LithiumCounter):
        yield from _transfer_sum(counter, metal, ("counter",))


def _transfer_sum(
    law: ButlerVolmer | GivenOverpotential | LithiumCounter, metal: Metal, path: tuple[str, ...]
) -> Problems:
    total = law.anodic_transfer + law.cathodic_transfer
    if abs(total - metal.electrons) > TRANSFER_TOLERANCE:
        key = "anodic_transfer"
        given = "cathodic_transfer" if key not in law.model_fields_set else key
        yield Problem(
            f"anodic_transfer + cathodic_transfer = {law.anodic_transfer:g} + "
            f"{law.cathodic_transfer:g} = {total:g}, but must equal metal.electrons = "
            f"{metal.electrons}",
            (*path, given),
            notes=(
                (
                    "meaning",
                    "the coefficients carry the electron number; otherwise current would flow "
                    "at the equilibrium potential",
                ),
            ),
        )
