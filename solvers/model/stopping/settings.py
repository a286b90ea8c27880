"""StopSettings: the ends of a step, the tables `[stop]` and `until` of a case."""

from __future__ import annotations

from typing import ClassVar, Self

from platefront.geometry.keyed_table import KeyedTable, KeyRegistry
from platefront.solvers.model.settings import FrontSettings, MeshSettings
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.no_room import NoRoom
from platefront.solvers.model.stopping.out_of_reach import OutOfReach
from platefront.solvers.model.stopping.stripped_empty import StrippedEmpty


class StopSettings(KeyedTable):
    """Stopping criteria: the run, or the step of a protocol, ends at the first that is met."""

    registry: ClassVar[KeyRegistry[Criterion]] = CRITERIA

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Criteria that are named, in the order in which they are tested."""
        return self.members

    @property
    def last_time(self) -> float | None:
        """Time at which the step ends at the latest [s]; None if no criterion names one."""
        times = (criterion.last_time for criterion in self.criteria)
        return min((time for time in times if time is not None), default=None)

    @property
    def last_capacity(self) -> float | None:
        """Capacity that the step does not go beyond, negative for stripping [C/m²].

        None if no criterion names one; of several the one nearest to zero.
        """
        capacities = (criterion.last_capacity for criterion in self.criteria)
        named = [capacity for capacity in capacities if capacity is not None]
        return min(named, key=lambda capacity: abs(capacity)) if named else None

    @property
    def has_end(self) -> bool:
        """True if a time or a capacity ends the step."""
        return self.last_time is not None or self.last_capacity is not None

    def with_defaults(self, mesh: MeshSettings, front: FrontSettings) -> Self:
        """The same with the criteria that hold without being named."""
        named = {criterion.key: criterion for criterion in self.criteria}
        criteria = (
            named.get(key) or kind.default(mesh, front) for key, kind in CRITERIA.members.items()
        )
        return self.of(criterion for criterion in criteria if criterion is not None)

    def in_force(self, mesh: MeshSettings, front: FrontSettings) -> tuple[Criterion, ...]:
        """Every criterion that may end the step, in the order in which they are tested."""
        criteria = (*self.with_defaults(mesh, front).criteria, StrippedEmpty(), NoRoom())
        if self.last_time is None and self.last_capacity is not None:
            return (*criteria, OutOfReach(capacity=self.last_capacity))
        return criteria
