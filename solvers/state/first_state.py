"""The cell in series at the first moment of a problem, from which Newton's method starts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from platefront.geometry.front.outline import Outline
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.discretisation.pulses import ReversePulse
from platefront.solvers.model.control import Control
from platefront.solvers.model.kinetics.surface_state import RESIDUE
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.scales import Scales
from platefront.solvers.model.voltage.first_potential import SeriesCell
from platefront.solvers.parallel import OnRoot


def series_cell(
    problem: PlatingProblem, outline: OnRoot[Outline], filling: OnRoot[PoreFilling | None]
) -> SeriesCell:
    """Return collector, electrolyte and counter electrode of a problem in series.

    Args:
        problem: the problem.
        outline: the front.
        filling: metal in the pores of hosts.
    """
    section, hosts = problem.section, problem.hosts
    names = list(section.surfaces)

    def measured() -> tuple[list[float], list[bool], list[bool]]:
        front = outline.value
        on = [front.tag == index for index in range(len(names))]
        lengths = [float(front.lengths[here].sum()) for here in on]
        bare = [bool((front.bare[here] > 0.5).any()) for here in on]
        lithium = (front.bare < 0.5) | (front.thickness_m > RESIDUE)
        metal = [bool(lithium[here].any()) for here in on]
        reacts = [problem.surfaces[name].reacts for name in names]
        return lengths, bare, list(np.logical_and(metal, reacts))

    def filled() -> list[str]:
        pores = filling.value
        if pores is None:
            return []
        sums = pores.by_host(np.asarray(pores.areas * pores.filled), hosts)
        return [name for name, area in zip(hosts.names, sums, strict=True) if area > 0.0]

    lengths, bare, metal = outline.map(lambda _: measured()).shared()
    in_pores = outline.map(lambda _: filled()).shared()
    path = problem.media.path(hosts.path_start(section.middle), section.height, section.width)
    return SeriesCell(
        laws=problem.electrode,
        lengths={name: length / section.width for name, length in zip(names, lengths, strict=True)}
        | hosts.walls,
        resistance=path.resisting_length / problem.electrolyte.conductivity,
        counter=problem.counter.rate_law,
        scales=Scales.of(problem.electrolyte),
        metal=[*(name for name, strips in zip(names, metal, strict=True) if strips), *in_pores],
        covered=[name for name, host in zip(names, bare, strict=True) if not host],
    )


def reverse_pulse(control: Control, cell: SeriesCell, footprint: float) -> ReversePulse | None:
    """Return the reverse pulse of a control, in which all surfaces count as covered with metal.

    Args:
        control: control of the cell; None is returned unless it has pulses not resolved in time.
        cell: the cell in series.
        footprint: width of the electrode [m].

    Raises:
        DeadEndError: no state fits the current of the pulse.
    """
    if (pulses := control.pulses) is None:
        return None
    covered = replace(cell, metal=list(cell.laws), covered=list(cell.laws))
    first = covered.at_current(pulses.reverse_current_density)
    return ReversePulse(pulses, footprint, first)
