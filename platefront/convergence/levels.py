"""Refinement of a case: numerical settings of each level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from platefront.case.model import Case
from platefront.case.problems import CaseError
from platefront.case.protocol import with_ends
from platefront.case.units import readable_quantity
from platefront.convergence.refined import Refined
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.scales import Scales

FIRST_STEP = 0.1
"""Default of the first time step, in diffusion times across a front edge."""


class RefinementError(CaseError):
    """A case cannot be refined to the requested level."""


@dataclass(frozen=True, slots=True)
class Refinement:
    """Sequence of levels, the first unchanged, each finer than the one before by `ratio`.

    *Mesh*: the edge lengths on the front, at junctions and in the interior and their growth are
    divided by the ratio, so that the edge length is divided everywhere. Lengths that the case
    states in front edges (distance at which fronts are merged) decrease with them. *Time*: the
    tolerance is divided by the square of the ratio, because the estimated error of a step is
    proportional to the square of its length; the largest step is divided by the ratio; the first
    step by its square, which recovers the order after a jump of the current.

    The front advances by at most `front.courant` edges per step, so edges limit steps. If both are
    refined, they decrease alike at the same `courant`. Time alone: `courant` is divided. Mesh
    alone: all levels have the step limit of the finest one, with `courant` reduced accordingly at
    longer edges. Stopping criteria that the case leaves to the
    mesh keep the values of the first level.

    Attributes:
        levels: number of levels, at least 2.
        ratio: edge length, step or both of a level over those of the next, above 1.
        what: refined discretisation: mesh, time or both.
    """

    levels: int = 3
    ratio: float = 2.0
    what: Refined = Refined.BOTH

    def __post_init__(self) -> None:
        """Check the number of levels and the ratio."""
        if self.levels < 2 or self.ratio <= 1.0:
            raise ValueError("at least two levels with a ratio above 1 are needed")

    def mesh_factor(self, level: int) -> float:
        """Return the divisor of edge lengths on a level (counted from 1)."""
        return 1.0 if self.what is Refined.TIME else self.ratio ** (level - 1)

    def time_factor(self, level: int) -> float:
        """Return the divisor of time steps on a level (counted from 1)."""
        return 1.0 if self.what is Refined.MESH else self.ratio ** (level - 1)

    def courant_factor(self, level: int) -> float:
        """Return the factor of `front.courant` on a level, at most 1."""
        edges_per_step = self.mesh_factor(level) / self.time_factor(level)
        return edges_per_step / (
            self.mesh_factor(self.levels) if self.what is Refined.MESH else 1.0
        )

    def case(self, case: Case, level: int) -> Case:
        """Return the case of a level (counted from 1).

        Raises:
            RefinementError: a setting would exceed its bounds.
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
                    **with_ends(
                        case.stop,
                        case.protocol,
                        lambda stop: stop.with_defaults(case.mesh, case.front),
                    ),
                }
            )
        except ValidationError as error:
            finest = readable_quantity(edge / finer, "m")
            raise RefinementError(
                f"level {level} is too fine to compute: front edges of {finest}. "
                "Ask for fewer levels or a smaller ratio"
            ) from error


def _changed[Table: Parameters](table: Table, **values: Any) -> Table:
    """Return a table with changed values, validated as those of a case file."""
    return type(table).model_validate({**dict(table), **values})
