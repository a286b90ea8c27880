"""Laws by which a film grows on the metal that it consumes, one file each.

Each registers on import; the order is that of messages and documentation.
"""

from __future__ import annotations

# isort: off
from platefront.solvers.model.kinetics.growing_film.parabolic import (
    ParabolicGrowth as ParabolicGrowth,
)
from platefront.solvers.model.kinetics.growing_film.by_charge import (
    GrowthByCharge as GrowthByCharge,
)
