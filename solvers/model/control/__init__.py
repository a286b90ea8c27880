"""Controls of the cell, one file each.

Each registers when it is imported; the order is that in which they are documented.
"""

from __future__ import annotations

# isort: off
from platefront.solvers.model.control.control import CONTROLS as CONTROLS
from platefront.solvers.model.control.control import Control as Control
from platefront.solvers.model.control.potentiostatic import Potentiostatic as Potentiostatic
from platefront.solvers.model.control.galvanostatic import Galvanostatic as Galvanostatic
from platefront.solvers.model.control.rest import Rest as Rest
from platefront.solvers.model.control.sweep import Sweep as Sweep
from platefront.solvers.model.control.pulse import Pulse as Pulse
from platefront.solvers.model.control.pulse_reverse import PulseReverse as PulseReverse
from platefront.solvers.model.control.given_overpotentials import (
    GivenOverpotentials as GivenOverpotentials,
)
