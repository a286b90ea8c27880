"""Run the cells of `parallel_cases` on any number of ranks; rank 0 keeps all that was recorded.

mpirun -n 2 python3 -c "from tests.solvers.ranks.parallel_run import main; main()" FILE ORDER
"""

from __future__ import annotations

import itertools
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mpi4py import MPI

from platefront.ranks import together
from platefront.results.books import Audit
from platefront.solvers.balance.step_record import Fields, StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import OnRoot
from tests.solvers.ranks.parallel_cases import FIXED, MOVING

STEPS = 40
"""A run is left after so many steps."""


@dataclass(frozen=True)
class Told:
    """Everything that a run told.

    Attributes:
        records: of all steps.
        fields: of the last state.
        breaches: books beyond their limits.
        stop_reason: why it ended; empty if it was left.
    """

    records: list[StepRecord]
    fields: Fields
    breaches: list[str]
    stop_reason: str


def told_by(problem: PlatingProblem, order: int) -> OnRoot[Told]:
    """Run a cell."""
    mesh = problem.mesh.model_copy(update={"order": order})
    simulation = Simulation(replace(problem, mesh=mesh))
    audit, records = Audit(), []
    for record in itertools.islice(simulation.run(), STEPS + 1):
        audit.add(record)
        records.append(record)
    fields = records[-1].fields()
    simulation.state.transport.destroy()
    names = [breach.book.name for breach in audit.breaches()]
    # what fetches fields cannot leave the process
    bare = [replace(record, fields=len) for record in records]
    return fields.map(lambda last: Told(bare, last, names, simulation.stop_reason))


def all_told(order: int) -> Mapping[str, OnRoot[Told]]:
    """Name → what the run told."""
    return {name: told_by(make(), order) for name, make in (FIXED | MOVING).items()}


def main() -> None:
    comm = MPI.COMM_WORLD
    with together(comm):
        told = all_told(int(sys.argv[2]))
        if comm.rank == 0:
            here = {name: each.value for name, each in told.items()}
            Path(sys.argv[1]).write_bytes(pickle.dumps((comm.size, here)))
