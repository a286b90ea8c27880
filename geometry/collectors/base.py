"""Base and family of the current collectors."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, NamedTuple, Self

from pydantic import PrivateAttr

from platefront.geometry.family import Family
from platefront.geometry.importing.inventory import Inventory
from platefront.geometry.parameters import Parameters
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer


class Feature(NamedTuple):
    """Feature of a collector that a mesh has to resolve.

    Attributes:
        name: name for messages: `"pillar width"`.
        size: characteristic size [m].
    """

    name: str
    size: float


class Collector(Parameters):
    """Current collector: parameters [m] and the cross-section built from them [µm].

    Attributes:
        lays_to_depth: True if `section` uses the depth of the pre-deposited lithium.
    """

    kind: str
    lays_to_depth: ClassVar[bool] = False
    _periodic: bool = PrivateAttr(default=False)

    @property
    def periodic(self) -> bool:
        """True for periodic side walls, False for symmetry planes."""
        return self._periodic

    def between_periodic_walls(self) -> Self:
        """Return this collector for periodic side walls.

        Kinds that coat solids at the walls or place parts at random take the periodicity into
        account; the others build the same section as between symmetry planes.
        """
        other = self.model_copy()
        other._periodic = True
        return other

    @property
    @abstractmethod
    def finest_feature(self) -> Feature | None:
        """Narrowest feature, to be resolved by a few element edges; None if there is none."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Repairs, assumptions and omissions in building the section, one sentence each."""
        return ()

    @property
    def region_names(self) -> tuple[str, ...]:
        """Names of the regions of the electrolyte that the collector brings with it."""
        return ()

    @property
    def inventory(self) -> Inventory | None:
        """Objects of the drawing by what became of them; None if there is no drawing."""
        return None

    @abstractmethod
    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the cross-section.

        Args:
            gap: distance from the collector's top to the counter electrode [µm].
            layer: lithium pre-deposited on one side; None for a bare collector.
            inverted: whether that side faces away from the counter electrode.

        Returns:
            The section; the area of its deposit is `layer.thickness` times its width.

        Raises:
            SectionError: the parameters give no valid section.
        """


COLLECTORS = Family(Collector, key="kind")  # type: ignore[type-abstract]
