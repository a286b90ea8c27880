"""Refinement of a case: numerical settings of each level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from platefront.case.model import Case
from platefront.case.problems import CaseError
from platefront.case.units import readable_quantity
from platefront.convergence.refined import Refined
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.scales import Scales

FIRST_STEP = 0.1
"""First step of a run whose case names none, in times the salt takes across a front edge."""


class RefinementError(CaseError):
    """A case cannot be refined that far."""


@dataclass(frozen=True, slots=True)
class Refinement:
    """A series of levels, the first as the case has it, each finer than the last by `ratio`.

    *Mesh*: front edges, those at junctions, the largest ones and their growth are divided, so that
    the edge length is divided everywhere. What the case counts in front edges (distance at which
    fronts are joined) shrinks with them. *Time*: the tolerance is divided by the square of the
    ratio, because the estimated error of a step goes with the square of its length; the largest
    step is divided by the ratio; the first step by its square, which recovers the order after a
    jump of the current.

    The front may advance by `front.courant` edges a step, so edges limit steps. Refined together
    both shrink alike at the same `courant`. Time alone: `courant` is divided. Mesh alone: every
    level steps as the finest one must, with `courant` so much smaller where edges are longer.
    Stopping criteria that the case leaves to the mesh stay as the first level has them.

    Attributes:
        levels: number of levels, at least 2.
        ratio: edge length, step or both of a level over those of the next, above 1.
        what: what is refined.
    """

    levels: int = 3
    ratio: float = 2.0
    what: Refined = Refined.BOTH

    def __post_init__(self) -> None:
        """Refuse what is no refinement."""
        if self.levels < 2 or self.ratio <= 1.0:
            raise ValueError("at least two levels with a ratio above 1 are needed")

    def mesh_factor(self, level: int) -> float:
        """By what edge lengths are divided on a level (counted from 1)."""
        return 1.0 if self.what is Refined.TIME else self.ratio ** (level - 1)

    def time_factor(self, level: int) -> float:
        """By what time steps are divided on a level (counted from 1)."""
        return 1.0 if self.what is Refined.MESH else self.ratio ** (level - 1)

    def courant_factor(self, level: int) -> float:
        """By what `front.courant` is multiplied on a level; never above 1."""
        edges_per_step = self.mesh_factor(level) / self.time_factor(level)
        return edges_per_step / (
            self.mesh_factor(self.levels) if self.what is Refined.MESH else 1.0
        )

    def case(self, case: Case, level: int) -> Case:
        """The case on a level (counted from 1).

        Raises:
            RefinementError: a setting would leave its bounds.
        """
        finer, shorter = self.mesh_factor(level), self.time_factor(level)
        edge, time = case.mesh.front_size, case.time
        junction = case.mesh.junction_size
        first = time.first_step or FIRST_STEP * edge**2 / Scales.of(case.electrolyte).diffusivity
        try:
            return case.model_copy(
                update={
                    "mesh": _changed(
                        case.mesh,
                        front_size=edge / finer,
                        largest_size=case.mesh.largest_size / finer,
                        junction_size=junction and junction / finer,
                        growth=case.mesh.growth / finer,
                    ),
                    "time": _changed(
                        time,
                        tolerance=time.tolerance / shorter**2,
                        first_step=first / shorter**2,
                        largest_step=time.largest_step and time.largest_step / shorter,
                    ),
                    "front": _changed(
                        case.front, courant=case.front.courant * self.courant_factor(level)
                    ),
                    "stop": case.stop.with_defaults(case.mesh),
                }
            )
        except ValidationError as error:
            finest = readable_quantity(edge / finer, "m")
            raise RefinementError(
                f"level {level} is too fine to compute: front edges of {finest}. "
                "Ask for fewer levels or a smaller ratio"
            ) from error


def _changed[Table: Parameters](table: Table, **values: Any) -> Table:
    """A table with other values, checked like those of a case file."""
    return type(table).model_validate({**dict(table), **values})
