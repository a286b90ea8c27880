"""Names of a host's halves by place, as older cases have them, read as states.

A name by place does not turn with the lithium. It is read as the state that the half is in only
where the law of the lithiated half lets more current pass than that of the bare half, or the same:
of the two orientations of a case one is such at most, so that `orientation` alone never gives
lithium a law that is meant for bare host.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from platefront.case.law_checks import Laws
from platefront.case.model import shapes_of
from platefront.case.problems import Problem
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.section.states import BARE, LITHIATED
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.scales import Scales

UPPER, LOWER = PLACES = ("upper", "lower")

_ON_LITHIUM = SurfaceState(
    concentration=1.0, potential=0.0, electrode_potential=-1.0, bare=0.0, thickness=0.0
)
"""Lithium at an overpotential of -RT/F, where potentials are not given with the laws."""
_ON_HOST = replace(_ON_LITHIUM, bare=1.0)


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """State of each half that a case names by its place.

    Attributes:
        states: place → state; empty where no such name is read.
    """

    states: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, Any]) -> PlaceNames:
        """Find the names of a case that can be read as states without a trap.

        Args:
            tables: name of a top-level table → its parameter object; invalid ones left out.
        """
        wanted = ("section", "metal", "electrolyte", "surfaces")
        if not all(name in tables for name in wanted):
            return cls()
        section, metal, electrolyte, surfaces = (tables[name] for name in wanted)
        if set(surfaces) != set(PLACES) or not _has_halves(section, metal):
            return cls()
        inverted = section.orientation == "inverted"
        lithiated, bare = (LOWER, UPPER) if inverted else (UPPER, LOWER)
        if not _is_favoured(lithiated, bare, surfaces, electrolyte):
            return cls()
        return cls({lithiated: LITHIATED, bare: BARE})

    @property
    def notes(self) -> tuple[str, ...]:
        """Readings of the names, for the user."""
        return tuple(
            f"[surfaces.{place}] is read as [surfaces.{state}], which this half is; write it so, "
            f"and the laws turn with the lithium"
            for place, state in self.states.items()
        )

    def by_state[Table](self, surfaces: Mapping[str, Table]) -> dict[str, Table]:
        """Return tables by name, with the names of states."""
        return {self.states.get(name, name): table for name, table in surfaces.items()}

    def as_written(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with the paths of the file."""
        places = {state: place for place, state in self.states.items()}

        def written(problem: Problem) -> Problem:
            path = problem.path
            if path[:1] != ("surfaces",) or len(path) < 2 or path[1] not in places:
                return problem
            return replace(problem, path=("surfaces", places[str(path[1])], *path[2:]))

        return [written(problem) for problem in problems]


def _has_halves(section: SectionParameters, metal: Metal) -> bool:
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return False  # told by section_can_be_built
    return set(shapes.surfaces) == {"host"} and not shapes.deposit.is_empty


def _is_favoured(lithiated: str, bare: str, laws: Laws, electrolyte: Electrolyte) -> bool:
    """True if lithium under its law lets more current pass than bare host, or the laws agree."""
    if laws[lithiated] == laws[bare]:
        return True
    scales = Scales.of(electrolyte)
    on_lithium, _ = laws[lithiated].response(_ON_LITHIUM, scales)
    on_host, _ = laws[bare].response(_ON_HOST, scales)
    return abs(on_lithium) > abs(on_host)
