"""Transport models of the electrolyte, one file each.

Each registers on import; the order is that of messages and documentation.
"""

from __future__ import annotations

# isort: off
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck as NernstPlanck
from platefront.solvers.model.electrolyte.solution import SOLUTIONS as SOLUTIONS
from platefront.solvers.model.electrolyte.concentrated import Concentrated as Concentrated
from platefront.solvers.model.electrolyte.supported import Supported as Supported
from platefront.solvers.model.electrolyte.ohmic import Ohmic as Ohmic
