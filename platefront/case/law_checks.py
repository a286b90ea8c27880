"""Compatibility of rate laws, control, electrolyte and metal of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from platefront.case.host_checks import Regions, host_path, hosts_of
from platefront.case.positions import Path
from platefront.case.problems import Problem, Problems, dotted
from platefront.case.protocol import planned_steps
from platefront.case.units import readable_quantity
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.control import Control
from platefront.solvers.model.counter import Counter
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.settings import FrontSettings

type Laws = Mapping[str, RateLaw]

TRANSFER_TOLERANCE = 1e-9


def reason_of(misfit: Misfit) -> str:
    """The reason with its numbers in usual units."""
    return misfit.reason.format(*(readable_quantity(*number) for number in misfit.numbers))


def _placed(surfaces: Laws, regions: Regions) -> Iterator[tuple[str, Path, RateLaw]]:
    """Yield what has a rate law, the place of its table, and the law: surfaces, porous hosts."""
    for name, law in surfaces.items():
        yield f'surface "{name}"', ("surfaces", name), law
    for name, host in hosts_of(regions):
        yield f'host "{name}"', host_path(name), host.reaction


def something_reacts(surfaces: Laws, regions: Regions) -> Problems:
    """At least one surface or porous host carries current."""
    if not any(law.reacts for _, _, law in _placed(surfaces, regions)):
        yield Problem(
            "no surface reacts, so nothing would be plated",
            ("surfaces",),
            at_key=True,
            notes=(("help", 'give at least one surface a law other than "insulating"'),),
        )


def laws_fit_control(
    control: Control | None, protocol: tuple[Parameters, ...], surfaces: Laws, regions: Regions
) -> Problems:
    """Given overpotentials and an electrode potential exclude each other."""
    for step in planned_steps(control, None, protocol):
        where, mode = f"{dotted(step.at_control)}.mode", step.control.mode
        for what, path, law in _placed(surfaces, regions):
            follows = law.onset is not None
            if not law.reacts or follows != step.control.gives_overpotentials:
                continue
            if follows:
                reason = f'follows the electrode potential, but {where} is "{mode}"'
                remedy = f'use law = "overpotential", or {where} = "potentiostatic"'
            else:
                reason = f'has a given overpotential, but {where} is "{mode}"'
                remedy = f'use law = "butler_volmer", or {where} = "overpotentials"'
            yield _unfit(what, path, reason, remedy)


def laws_fit_cell(
    control: Control | None,
    protocol: tuple[Parameters, ...],
    electrolyte: Electrolyte,
    surfaces: Laws,
    regions: Regions,
) -> Problems:
    """No law refuses the electrolyte or the control."""
    for step in planned_steps(control, None, protocol):
        for what, path, law in _placed(surfaces, regions):
            if (misfit := law.misfit(electrolyte, step.control)) is not None:
                yield _unfit(what, path, reason_of(misfit), misfit.remedy)


def _unfit(what: str, path: Path, reason: str, remedy: str) -> Problem:
    return Problem(f"{what} {reason}", (*path, "law"), notes=(("help", remedy),))


def control_fits_electrolyte(
    control: Control | None, protocol: tuple[Parameters, ...], electrolyte: Electrolyte
) -> Problems:
    """No control refuses the electrolyte."""
    for step in planned_steps(control, None, protocol):
        if (misfit := step.control.misfit(electrolyte)) is not None:
            place = (*step.at_control, "mode")
            yield Problem(reason_of(misfit), place, notes=(("help", misfit.remedy),))


def electrolyte_is_sound(electrolyte: Electrolyte) -> Problems:
    """The parameters of the electrolyte can be used together."""
    if (misfit := electrolyte.misfit()) is None:
        return
    path = ("electrolyte", *misfit.at)
    notes = (("help", misfit.remedy),) if misfit.remedy else ()
    yield Problem(f"{dotted(path)} {reason_of(misfit)}", path, notes=notes)


def surface_energy_acts(metal: Metal, front: FrontSettings, surfaces: Laws) -> Problems:
    """Capillarity needs a front that moves by its local currents, and laws that feel potentials."""
    if metal.surface_energy is None:
        return
    path, remedy = ("metal", "surface_energy"), "leave metal.surface_energy out"
    if front.mode == "fixed":
        yield Problem(
            "metal.surface_energy acts by the curvature of growing metal, but "
            'front.mode is "fixed"',
            path,
            notes=(("help", f'use front.mode = "moving", or {remedy}'),),
        )
    elif front.growth == "even":
        yield Problem(
            "metal.surface_energy acts on the distribution of currents along the front, but "
            'front.growth is "even"',
            path,
            notes=(("help", f'use front.growth = "local", or {remedy}'),),
        )
    for name, law in surfaces.items():
        if not law.reacts:
            continue
        if law.onset is None:
            lack = "has a given overpotential"
        elif law.held_drop is not None:
            lack = "has no kinetic resistance, so that its potential is given"
        else:
            continue
        yield Problem(
            f'metal.surface_energy shifts the equilibrium potential, but surface "{name}" {lack}',
            path,
            notes=(("help", f'use law = "butler_volmer" or another with kinetics, or {remedy}'),),
        )


def electrons_equal_cation_charge(metal: Metal, electrolyte: Electrolyte) -> Problems:
    """An ion of charge z+ takes up z+ electrons to become metal."""
    if metal.electrons != electrolyte.cation_charge:
        yield Problem(
            f"metal.electrons is {metal.electrons}, but electrolyte.cation_charge is "
            f"{electrolyte.cation_charge}; they must be equal",
            ("metal", "electrons"),
        )


def transfer_coefficients_sum(
    metal: Metal, electrolyte: Electrolyte, surfaces: Laws, regions: Regions
) -> Problems:
    """α_a + α_c = n_e, so that the current vanishes exactly at the Nernst potential."""
    if metal.electrons != electrolyte.cation_charge:
        return  # told by electrons_equal_cation_charge
    for _, path, law in _placed(surfaces, regions):
        yield from _transfer_sum(law, metal, path)


def counter_transfer_coefficients_sum(
    metal: Metal, electrolyte: Electrolyte, counter: Counter
) -> Problems:
    """The same for a counter electrode with kinetics."""
    if metal.electrons == electrolyte.cation_charge:
        yield from _transfer_sum(counter, metal, ("counter",))


def _transfer_sum(law: RateLaw | Counter, metal: Metal, path: Path) -> Problems:
    coefficients = law.transfer_coefficients
    total = sum(coefficients.values())
    if coefficients and abs(total - metal.electrons) > TRANSFER_TOLERANCE:
        given = next((key for key in coefficients if key in law.model_fields_set), None)
        keys = " + ".join(coefficients)
        terms = " + ".join(f"{value:g}" for value in coefficients.values())
        yield Problem(
            f"{keys} = {terms} = {total:g}, but must equal metal.electrons = {metal.electrons}",
            (*path, given or list(coefficients)[-1]),
            notes=(
                (
                    "meaning",
                    "the coefficients carry the electron number; otherwise current would flow "
                    "at the equilibrium potential",
                ),
            ),
        )
