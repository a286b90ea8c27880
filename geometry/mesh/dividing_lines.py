"""Division of a line of the mesh generator's input at a point, on both banks of a cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline
from platefront.geometry.mesh.plan import Plan


def divided_line(flat: Plan, outline: Outline, line: int, place: Floats) -> Plan:
    """Return the plan with a point on a line, or one on each bank if the line is one.

    The rest of the line, from the point on, is a new line of which the number is that of the
    point.

    Args:
        flat: the plan, without images.
        outline: of the electrolyte.
        line: number of the line, of the first of two banks.
        place: of the point [µm].
    """
    count = len(flat.ends)
    row = np.flatnonzero(flat.banks[:, 0] == line)
    lines = np.sort(np.append(line, flat.banks[row, 1]))
    # a bank is the other one reversed: where it ends, the other one begins
    new = place + flat.points[flat.ends[lines]] - flat.points[line]
    new[lines == line] = place
    number = count + np.arange(len(lines))
    made = np.full(count, -1)  # line that goes on from where each line is divided
    made[lines] = number
    banks = np.repeat(flat.banks, 1 + np.isin(np.arange(len(flat.banks)), row), axis=0)
    for k in row:  # one at most
        one, other = flat.banks[k]
        banks[k : k + 2] = [[one, made[other]], [made[one], other]]
    ends = np.concatenate((flat.ends, flat.ends[lines]))
    ends[lines] = number
    return replace(
        flat,
        points=np.concatenate((flat.points, new)),
        ends=ends,
        twin=np.concatenate((flat.twin, np.full(len(lines), made[line]))),
        surfaces=tuple(tuple(_with_rest(ring, made) for ring in rings) for rings in flat.surfaces),
        banks=banks,
        divided=_edges_of(flat, outline, lines, number),
    )


def _with_rest(ring: Integers, made: Integers) -> Integers:
    """Return a ring in which the rest of each divided line follows it."""
    both = np.column_stack((ring, made[ring])).ravel()
    return np.asarray(both[both >= 0])


def _edges_of(flat: Plan, outline: Outline, lines: Integers, rests: Integers) -> Integers:
    """Return `Plan.divided` with the rests of more lines."""
    edge = np.full(len(flat.ends), -1)
    edge[: len(outline)] = np.arange(len(outline))
    edge[flat.divided[:, 0]] = flat.divided[:, 1]
    of_edges = edge[lines] >= 0  # the others are banks
    more = np.column_stack((rests[of_edges], edge[lines[of_edges]]))
    return np.concatenate((flat.divided, more))
