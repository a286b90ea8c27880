"""Films of a case: patterns on its section, and films that grow."""

from __future__ import annotations

import numpy as np

from platefront.case.law_checks import Laws
from platefront.case.model import shapes_of
from platefront.case.problems import Problem, Problems, dotted
from platefront.case.units import readable_quantity
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import metres, micrometres
from platefront.solvers.model.kinetics.film import growing_film
from platefront.solvers.model.metal import Metal

_SAME = 1e-6
"""Difference of lengths, and of resistances at two walls, that counts as none, relative."""

_HELP = "use a formula with the width as period, or a random field with repeats_after"


def films_are_of_one_material(surfaces: Laws) -> Problems:
    """Films that grow have one molar volume, as they meet and the metal in them is one balance."""
    films = {name: film for name, law in surfaces.items() if (film := growing_film(law))}
    if not films:
        return
    first = next(iter(films))
    wanted = films[first].molar_volume
    for name, film in films.items():
        if film.molar_volume == wanted:
            continue
        path = ("surfaces", name, "film", "molar_volume")
        given, other = (readable_quantity(v, "m^3/mol") for v in (film.molar_volume, wanted))
        yield Problem(
            f"{dotted(path)} is {given}, but that of {first} {other}: films of all surfaces are of "
            "one material",
            path,
            notes=(("help", "give all films the same molar_volume, or leave it out of all"),),
        )


def film_patterns_hold(section: SectionParameters, metal: Metal, surfaces: Laws) -> Problems:
    """Resistances of films are not negative along the section, and go on across its walls."""
    patterns = {
        name: pattern
        for name, law in surfaces.items()
        if (pattern := getattr(law, "film_pattern", None)) is not None
    }
    if not patterns:
        return
    try:
        width = shapes_of(section, metal).width
    except SectionError:
        return  # told by section_can_be_built
    x = np.linspace(0.0, width, 2001)
    for name, pattern in patterns.items():
        path = ("surfaces", name, "film_pattern")
        with np.errstate(all="ignore"):
            factor = np.asarray(pattern.factor(x, 0.0) * np.ones_like(x))
        bad = ~(factor >= 0.0) | ~np.isfinite(factor)
        if bad.any():
            at = f"x = {x[bad][0]:.4g} µm"
            yield Problem(f"{dotted(path)} is negative or has no value at {at}", path)
        if section.walls != "periodic":
            continue
        period = pattern.period
        if period is None and abs(factor[-1] - factor[0]) > _SAME * np.abs(factor).max():
            yield Problem(
                f"{dotted(path)} is not the same at both side walls, which are periodic",
                path,
                notes=(("help", _HELP),),
            )
        elif period is not None and abs(micrometres(period) - width) > _SAME * width:
            given, wanted = (readable_quantity(length, "m") for length in (period, metres(width)))
            yield Problem(
                f"{dotted(path)} repeats after {given}, but the section after {wanted}", path
            )
