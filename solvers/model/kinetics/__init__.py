"""Rate laws of a surface, one file each.

Each registers on import; the order is that of messages and documentation.
"""

from __future__ import annotations

# isort: off
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential as GivenOverpotential
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer as ButlerVolmer
from platefront.solvers.model.kinetics.tafel import Tafel as Tafel
from platefront.solvers.model.kinetics.marcus_hush_chidsey import (
    MarcusHushChidsey as MarcusHushChidsey,
)
from platefront.solvers.model.kinetics.linear import Linear as Linear
from platefront.solvers.model.kinetics.reversible import Reversible as Reversible
from platefront.solvers.model.kinetics.insulating import Insulating as Insulating
