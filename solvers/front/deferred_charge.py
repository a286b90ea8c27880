"""Charge of the reported currents that a step has not passed, passed in the next one.

A step moves the front by the currents of its first solution; its last solution, on the moved front,
gives the currents that are reported. The difference, of third order in the step, is known only when
the step is over. It is added to the charges of the next step, so that the integral of the reported
current is the charge that moves the front. A new mesh changes the discrete solution and with it
the reported current; the charge of this change is spread over the front in proportion to the
currents, and reported as a correction.
"""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.front.vertex_currents import VertexCurrents


def deferred_by(
    step: Floats, of_pores: float, used: VertexCurrents, last: VertexCurrents
) -> VertexCurrents:
    """Return the charge by vertex of the change of currents within a step [C/m].

    Args:
        step: (n,) weight of the currents in the charge of the step [s].
        of_pores: the same of those in pores.
        used: currents with which the front was moved [A/m].
        last: currents on the moved front.
    """
    return last.combined(step, used, -step, (of_pores, -of_pores))


def with_gap(
    charges: VertexCurrents,
    deferred: VertexCurrents | None,
    gap: float,
    rates: VertexCurrents,
    share: float,
) -> tuple[VertexCurrents, float]:
    """Return charges with those of the last step that are still to be passed.

    Args:
        charges: of the step [C/m].
        deferred: of the last step, by vertex; None before the first [C/m].
        gap: part of the integral of the reported current that is to be passed in this step, besides
            that of its own currents [C/m].
        rates: currents at the start of the step [A/m].
        share: of `deferred` that is to be passed, at most 1.

    Returns:
        The charges, and the part of the gap that was spread in proportion to the currents [C/m].
    """
    spread, drawn = gap, -gap
    if deferred is not None:  # after a new mesh its two sums differ by the interpolation
        charges = charges.combined(1.0, deferred, share)
        spread -= share * deferred.total
        drawn -= share * float(deferred.counter.sum())
    sizes = [np.abs(part) for part in rates.surfaces]
    in_pores = None if rates.pores is None else np.abs(rates.pores)
    whole = float(np.sum(sizes)) + (0.0 if in_pores is None else float(in_pores.sum()))
    if not whole:
        return charges, 0.0
    against = np.abs(rates.counter)
    dissolved = against * (drawn / float(against.sum())) if against.any() else against
    part = VertexCurrents(
        [spread / whole * size for size in sizes],
        dissolved,
        pores=None if in_pores is None else spread / whole * in_pores,
    )
    return charges.combined(1.0, part, 1.0), spread
