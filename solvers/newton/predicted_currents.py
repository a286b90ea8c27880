"""Potentials at surfaces at which the laws give the currents that Newton's method predicts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.kinetics.rate_law import IMAGINARY_STEP
from platefront.solvers.newton.surface_nodes import Snapshot, Surface, SurfaceNodes, between

_BISECTIONS = 60
_EXACT = 1e-3
"""Miss of the predicted current, relative to the change, with which a step is good as it is."""


def follow_currents(nodes: SurfaceNodes, before: Snapshot, farther_than: float) -> bool:
    """Move the potentials to where the laws give the currents of the linearised laws.

    A step of Newton's method predicts currents and potentials. Far from the solution the
    tangent of an exponential leads to potentials with currents larger by powers of ten, but
    the currents themselves are bounded by the electrolyte. So the law is inverted: the
    potential goes on its way from the old to the new one only as far as to the predicted
    current.

    Args:
        nodes: of all surfaces.
        before: values before the step.
        farther_than: smallest change of φ_s - φ that is examined, in RT/F.

    Returns:
        True if a potential was moved on any process.
    """
    after = nodes.snapshot()
    potential = nodes.potential
    share = np.ones(len(potential))
    for surface in nodes.surfaces:
        with np.errstate(all="ignore"):  # what is not finite is no guide
            part = _share(nodes, surface, before, after, farther_than)
        share[surface.nodes] = np.minimum(share[surface.nodes], part)
    moved = np.flatnonzero(share < 1.0)
    for surface in nodes.surfaces:
        fixed = surface.mark == COUNTER_MARK
        here = share[surface.nodes] < 1.0
        own = surface.nodes[here]
        old, new = (_solid(at, surface, fixed=fixed)[here] for at in (before, after))
        past = old - before.potential[own]
        drop = past + share[own] * (new - after.potential[own] - past)
        potential[own] = new - drop
    nodes.forms.unknown.x.scatter_forward()
    comm = nodes.forms.domain.comm
    return bool(comm.allreduce(bool(len(moved)), op=MPI.LOR))


def _share(
    nodes: SurfaceNodes, surface: Surface, before: Snapshot, after: Snapshot, farther_than: float
) -> Floats:
    """Return the share of the change of φ_s - φ at each node that gives the current."""
    old, new = nodes.state(surface, before), nodes.state(surface, after)
    change = (new.electrode_potential - new.potential) - (old.electrode_potential - old.potential)
    whole = np.ones(len(surface.nodes))
    if not len(whole) or float(np.abs(change).max()) <= farther_than:
        return whole
    law, constants = surface.law, surface.constants
    by_drop = law.current_density(replace(old, potential=old.potential - IMAGINARY_STEP), constants)
    by_c = law.current_density(
        replace(old, concentration=old.concentration + IMAGINARY_STEP), constants
    )
    gained = np.imag(by_drop) * change
    gained += np.imag(by_c) * (new.concentration - old.concentration)
    wanted = np.real(by_drop) + gained / IMAGINARY_STEP.imag

    def excess(part: Floats) -> Floats:
        drop = old.electrode_potential - old.potential + part * change
        at = replace(new, potential=new.electrode_potential - drop)
        return np.asarray(law.current_density(at, constants) - wanted)

    low: Floats = np.zeros(len(whole))
    high: Floats = whole
    first, last = excess(low), excess(high)
    crossed = (np.abs(change) > farther_than) & (np.sign(first) * np.sign(last) < 0.0)
    crossed &= np.abs(last) > _EXACT * np.abs(first)
    if not crossed.any():
        return whole
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        beyond = np.sign(excess(middle)) == np.sign(last)
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    return np.where(crossed, high, 1.0)


def _solid(at: Snapshot, surface: Surface, *, fixed: bool) -> Floats:
    """Return φ_s F/RT at the nodes of a surface; 0 if that is the counter electrode."""
    if fixed:
        return np.zeros(len(surface.nodes))
    potential = at.electrode + at.matrix[surface.nodes]
    return potential if at.rise is None else potential + between(at.rise, surface.ends)
