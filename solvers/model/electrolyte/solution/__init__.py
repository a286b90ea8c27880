"""Solutions of salts by name, one file each; each registers on import."""

from __future__ import annotations

# isort: off
from platefront.solvers.model.electrolyte.solution.solution import SOLUTIONS as SOLUTIONS
from platefront.solvers.model.electrolyte.solution.landesfeind import (
    Landesfeind2019 as Landesfeind2019,
)
from platefront.solvers.model.electrolyte.solution.nyman import Nyman2008 as Nyman2008
from platefront.solvers.model.electrolyte.solution.edman import Edman2000 as Edman2000
from platefront.solvers.model.electrolyte.solution.bpx import BpxSolution as BpxSolution
from platefront.solvers.model.electrolyte.solution.own import OwnSolution as OwnSolution
