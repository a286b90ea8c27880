"""Numerical settings of a run: front, mesh, time."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from platefront.geometry.lengths import micrometres
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.parameters import Parameters, option, quantity


class FrontSettings(Parameters):
    """Motion, growth and merging of the front."""

    mode: Literal["moving", "fixed"] = option(
        "`moving`: the front advances by Faraday's law; `fixed`: only its thickness is integrated.",
        "moving",
    )
    growth: Literal["local", "even"] = option(
        "`local`: every point of the front grows by its local current; `even`: every surface grows "
        "by its mean current, for one-dimensional problems.",
        "local",
    )
    courant: float = quantity(
        "1",
        "Largest advance of the front per step, in front edge lengths. Values above 0.25 are for "
        "planar fronts: a step that folds the mesh is reduced.",
        0.2,
        gt=0,
        le=100,
    )
    merge_gap: float = quantity(
        "1", "Distance in edge lengths below which fronts merge.", 0.6, ge=0.5, le=2
    )
    at_layer: Literal["end", "stop"] = option(
        "Where the front reaches a region of the electrolyte: `end`, the step of the protocol "
        "ends; `stop`, plating ceases there, and goes on where there is room.",
        "end",
    )


class MeshSettings(Parameters):
    """Resolution of the mesh."""

    front_size: float = quantity("m", "Edge length on the front.", gt=1e-9, le=1e-3)
    largest_size: float = quantity(
        "m", "Largest edge length, far from the front.", gt=1e-9, le=1e-2
    )
    junction_size: float | None = quantity(
        "m",
        "Edge length where two surfaces meet, or one meets an inert wall; `front_size` if absent.",
        None,
        gt=1e-11,
        le=1e-3,
    )
    growth: float = quantity(
        "1",
        "Growth of edge length per length away from the front, and from junctions.",
        0.3,
        gt=0,
        le=2,
    )
    order: Literal[1, 2] = option("Polynomial order of concentration and potential.", 1)

    @model_validator(mode="after")
    def _sizes_ordered(self) -> Self:
        if self.largest_size < self.front_size:
            raise ValueError("largest_size must not be smaller than front_size")
        if self.junction_size is not None and self.junction_size > self.front_size:
            raise ValueError("junction_size must not be larger than front_size")
        return self

    @property
    def grading(self) -> Grading:
        """Edge length as a function of position, in micrometres."""
        at_junctions = None if self.junction_size is None else micrometres(self.junction_size)
        largest = micrometres(self.largest_size)
        return Grading(micrometres(self.front_size), largest, self.growth, at_junctions)


class TimeSettings(Parameters):
    """Adaptive time stepping."""

    tolerance: float = quantity(
        "1", "Relative local error allowed in one step.", 1e-3, gt=0, le=0.1
    )
    first_step: float | None = quantity(
        "s", "First time step; chosen by the program if absent.", None, gt=0
    )
    largest_step: float | None = quantity(
        "s", "Largest time step; unlimited if absent.", None, gt=0
    )
