"""Stopping criteria, one file each.

Each registers when it is imported; the order is that in which they are tested and documented.
"""

from __future__ import annotations

# isort: off
from platefront.solvers.model.stopping.capacity import Capacity as Capacity
from platefront.solvers.model.stopping.duration import Duration as Duration
from platefront.solvers.model.stopping.gap_to_counter import GapToCounter as GapToCounter
from platefront.solvers.model.stopping.gap_to_layer import GapToLayer as GapToLayer
from platefront.solvers.model.stopping.potential import PotentialAbove as PotentialAbove
from platefront.solvers.model.stopping.potential import PotentialBelow as PotentialBelow
from platefront.solvers.model.stopping.current_below import CurrentBelow as CurrentBelow
from platefront.solvers.model.stopping.concentration_below import (
    ConcentrationBelow as ConcentrationBelow,
)
from platefront.solvers.model.stopping.pores_closed import FillingAbove as FillingAbove
from platefront.solvers.model.stopping.pores_closed import PoresClosed as PoresClosed
