"""Currents, or charges, of front and counter electrode by outline vertex, of pores by triangle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.model.problem import PlatingProblem


@dataclass(frozen=True, slots=True)
class VertexCurrents:
    """Current or charge of each vertex of the outline, > 0 for plating.

    Attributes:
        surfaces: for each named surface, (n,) current [A/m] or charge [C/m].
        counter: (n,) the same of a counter electrode with a rate law, zero elsewhere.
        shift: (n,) capillary shift under which the currents flow [V], or its integral over the time
            of charges [V s]; None without capillarity, and where it is of no use.
        pores: (m,) current or charge in the pores of each triangle of the mesh; None without porous
            hosts.
    """

    surfaces: list[Floats]
    counter: Floats
    shift: Floats | None = None
    pores: Floats | None = None

    def combined(
        self,
        own: Floats | float,
        other: VertexCurrents,
        weight: Floats | float,
        of_pores: tuple[float, float] | None = None,
    ) -> VertexCurrents:
        """Return the linear combination `own` * self + `weight` * other, weights by vertex.

        Args:
            own: weight of these.
            other: the others.
            weight: their weight.
            of_pores: both weights for pores, where those of vertices are arrays.
        """
        mine, others = (own, weight) if of_pores is None else of_pores
        pores = None
        if self.pores is not None and other.pores is not None:
            pores = np.asarray(mine * self.pores + others * other.pores)
        pairs = zip(self.surfaces, other.surfaces, strict=True)
        return VertexCurrents(
            [own * mine + weight * theirs for mine, theirs in pairs],
            own * self.counter + weight * other.counter,
            None
            if self.shift is None or other.shift is None
            else own * self.shift + weight * other.shift,
            pores,
        )

    def evened(self, outline: Outline) -> VertexCurrents:
        """Return these with the total of each surface distributed evenly over its length."""
        half = 0.5 * outline.lengths

        def spread(index: int, part: Floats) -> Floats:
            own = np.where(outline.tag == index, half, 0.0)
            length = own + own[outline.preceding]
            whole = float(length.sum())
            return length * (float(part.sum()) / whole) if whole > 0.0 else part

        surfaces = [spread(index, part) for index, part in enumerate(self.surfaces)]
        return VertexCurrents(surfaces, self.counter, pores=self.pores)

    def less(self, lost: Floats | None) -> VertexCurrents:
        """Return charges with (n,) metal that is lost otherwise [C/m] as another part, stripped."""
        if lost is None:
            return self
        return VertexCurrents([*self.surfaces, -lost], self.counter, pores=self.pores)

    @property
    def plated(self) -> Floats:
        """(n,) sum over all surfaces of the front."""
        return np.asarray(np.sum(self.surfaces, axis=0))

    @property
    def everywhere(self) -> Floats:
        """Those of all vertices of the front, then those of the pores."""
        if self.pores is None:
            return self.plated
        return np.concatenate((self.plated, self.pores))

    @property
    def in_pores(self) -> float:
        """Sum over the pores."""
        return 0.0 if self.pores is None else float(self.pores.sum())

    @property
    def total(self) -> float:
        """Sum over front and pores."""
        return float(self.everywhere.sum())


def dissolved_charge(problem: PlatingProblem, outline: Outline, charges: VertexCurrents) -> Floats:
    """Return the (n,) charge of dissolution at each vertex of the counter electrode [C/m].

    Args:
        problem: determines the recession of the counter electrode.
        outline: at the start of the step.
        charges: of the step [C/m].
    """
    match problem.counter.recession:
        case "local":
            return -charges.counter
        case "even":
            width = outline.counter_width
            return np.asarray(charges.total * width / width.sum())
    return np.zeros(len(outline))


def counter_volume_per_charge(problem: PlatingProblem) -> float | None:
    """Return the dissolved volume per charge of the counter electrode [m³/C]; None if it stays.

    Metal dissolves as dense metal. A reservoir contains no metal: its plane keeps its mean distance
    from the deposit, pores included.
    """
    counter = problem.counter
    return counter.volume_per_charge(problem.metal) if counter.recedes else None
