"""Drops and powers in solids that resist, of the present potentials."""

from __future__ import annotations

import numpy as np

from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.boundary_currents import front_currents
from platefront.solvers.model.voltage.solid_drops import SolidDrops


def solid_drops(forms: BoundForms) -> SolidDrops | None:
    """Return drops and powers in the solids; None where these conduct perfectly."""
    solids, scales = forms.solids, forms.compiled.scales
    if solids is None:
        return None
    network, current = solids.network, solids.on_outline(front_currents(forms))
    rise = network.front_potential(solids.unknowns)
    power, unit = network.dissipated(solids.unknowns), scales.current * scales.potential
    return SolidDrops(
        largest=scales.potential * float(np.abs(rise).max()),
        terminal_current=scales.current * network.into_terminal(solids.unknowns, current),
        host=unit * power.host,
        deposit=unit * power.deposit,
        contact=unit * power.contact,
    )
