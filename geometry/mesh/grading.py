"""Edge length of a mesh as a function of place."""

from __future__ import annotations

from dataclasses import dataclass

from platefront.geometry.front.junctions import JunctionSize


@dataclass(frozen=True, slots=True)
class Grading:
    """Edge length by the distances d to the front and e to the nearest junction of surfaces.

    min(largest, front + growth d), and, where junctions have a size, no more than
    junction + growth e: along the front as well as into the electrolyte.

    Attributes:
        front: edge length on the front [µm].
        largest: largest edge length [µm].
        growth: growth of edge length per distance [1].
        junction: edge length where two surfaces meet [µm]; None if they need no finer mesh.
    """

    front: float
    largest: float
    growth: float
    junction: float | None = None

    @property
    def reach(self) -> float:
        """Distance from front and junctions beyond which the mesh has the largest edges [µm]."""
        smallest = self.front if self.junction is None else min(self.front, self.junction)
        return 0.5 * self.front + (self.largest - smallest) / self.growth

    @property
    def near_junctions(self) -> JunctionSize | None:
        """Edge length near junctions; None if they need no finer mesh."""
        return None if self.junction is None else JunctionSize(self.junction, self.growth)
