"""Base and family of the current collectors."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, NamedTuple, Self

from pydantic import PrivateAttr

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer


class Feature(NamedTuple):
    """A part of a collector that a mesh has to resolve.

    Attributes:
        name: what it is, for messages: `"pillar width"`.
        size: its size [m].
    """

    name: str
    size: float


class Collector(Parameters):
    """A current collector: its parameters [m] and the cross-section they make [µm].

    Attributes:
        lays_to_depth: True if `section` heeds the depth to which lithium is laid.
    """

    kind: str
    lays_to_depth: ClassVar[bool] = False
    _periodic: bool = PrivateAttr(default=False)

    @property
    def periodic(self) -> bool:
        """True if it goes on beyond its right wall as it begins at the left one, not mirrored."""
        return self._periodic

    def between_periodic_walls(self) -> Self:
        """The same collector, which goes on beyond its right wall as it begins at the left one.

        Kinds that lay lithium on what a wall cuts, or place parts by chance, then see no mirrors;
        the others build the same section.
        """
        other = self.model_copy()
        other._periodic = True
        return other

    @property
    @abstractmethod
    def finest_feature(self) -> Feature | None:
        """Narrowest part, across which a few edges must fit; None if there is none."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Repairs, assumptions and omissions made for the section, one sentence each."""
        return ()

    @abstractmethod
    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the cross-section.

        Args:
            gap: distance from the collector's top to the counter electrode [µm].
            layer: lithium to lay on one side; None for a bare collector.
            inverted: True if that side looks away from the counter electrode.

        Returns:
            The section; the area of its deposit is `layer.thickness` times its width.

        Raises:
            SectionError: the parameters make no possible section.
        """


COLLECTORS = Family(Collector, key="kind")  # type: ignore[type-abstract]
