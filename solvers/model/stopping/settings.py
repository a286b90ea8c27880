"""StopSettings: the stopping criteria of a run, the table `[stop]` of a case."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from platefront.geometry.keyed_table import KeyedTable, KeyRegistry
from platefront.solvers.model.settings import MeshSettings
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.out_of_reach import OutOfReach
from platefront.solvers.model.stopping.stripped_empty import StrippedEmpty


class StopSettings(KeyedTable):
    """Stopping criteria: a run ends at the first that is met."""

    registry: ClassVar[KeyRegistry[Criterion]] = CRITERIA

    @model_validator(mode="after")
    def _some_end(self) -> Self:
        if self.last_time is None and self.last_capacity is None:
            raise ValueError("a run needs an end: give capacity, time or both")
        return self

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Criteria that are named, in the order in which they are tested."""
        return self.members

    @property
    def last_time(self) -> float | None:
        """Time at which the run ends at the latest [s]; None if no criterion names one."""
        times = (criterion.last_time for criterion in self.criteria)
        return min((time for time in times if time is not None), default=None)

    @property
    def last_capacity(self) -> float | None:
        """Capacity that the run does not go beyond [C/m²]; None if no criterion names one."""
        capacities = (criterion.last_capacity for criterion in self.criteria)
        return min((capacity for capacity in capacities if capacity is not None), default=None)

    def with_defaults(self, mesh: MeshSettings) -> Self:
        """The same with the criteria that hold without being named."""
        named = {criterion.key: criterion for criterion in self.criteria}
        criteria = (named.get(key) or kind.default(mesh) for key, kind in CRITERIA.members.items())
        return self.of(criterion for criterion in criteria if criterion is not None)

    def in_force(self, mesh: MeshSettings) -> tuple[Criterion, ...]:
        """Every criterion that may end the run, in the order in which they are tested."""
        criteria = (*self.with_defaults(mesh).criteria, StrippedEmpty())
        if self.last_time is None and self.last_capacity is not None:
            return (*criteria, OutOfReach(capacity=self.last_capacity))
        return criteria
