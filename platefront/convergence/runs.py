"""Simulation of one level of a convergence study."""

from __future__ import annotations

import time
from dataclasses import dataclass

from mpi4py import MPI

from platefront.case.model import Case
from platefront.running.progress import ProgressReport
from platefront.solvers.balance.step_record import Fields, StepRecord
from platefront.solvers.errors import SolverError
from platefront.solvers.evolution.simulation import Simulation


@dataclass(frozen=True, slots=True)
class LevelRun:
    """Last state of a level, and the effort to reach it.

    Attributes:
        level: number of the level, from 1, the coarsest.
        case: case of this level.
        last: last record of the run.
        fields: fields of that state.
        stop_reason: reason for the end of the run.
        merges, pockets: number of events of these kinds.
        unknowns: largest number of unknowns during the run.
        wall_time: wall time [s].
    """

    level: int
    case: Case
    last: StepRecord
    fields: Fields
    stop_reason: str
    merges: int
    pockets: int
    unknowns: int
    wall_time: float

    @property
    def edge(self) -> float:
        """Front edge length [m]."""
        return self.case.mesh.front_size

    @property
    def mean_step(self) -> float:
        """Mean length of a time step [s]."""
        return self.last.time / max(1, self.last.step)


def run_level(
    case: Case, level: int, progress: ProgressReport, comm: MPI.Intracomm = MPI.COMM_WORLD
) -> LevelRun:
    """Run the case of a level to its end; return the result on every rank.

    Raises:
        SolverError: the run failed; the message names the level.
    """
    begun = time.perf_counter()
    merges = pockets = unknowns = 0
    last: StepRecord | None = None
    progress.start()
    try:
        problem = case.problem()
        simulation = Simulation(problem, comm)
        for record in simulation.run():
            progress.update(record, simulation.fraction_done(record))
            kinds = [event.kind for event in record.events]
            merges += kinds.count("merge")
            pockets += kinds.count("pocket")
            unknowns = max(unknowns, record.unknowns)
            last = record
        assert last is not None, "a run yields its initial state at least"
        fields = last.fields().shared()
    except SolverError as error:
        raise type(error)(f"level {level}: {error}") from error
    finally:
        progress.stop()
    reason = simulation.stop_reason
    simulation.state.transport.destroy()
    wall_time = comm.bcast(time.perf_counter() - begun)
    return LevelRun(level, case, last, fields, reason, merges, pockets, unknowns, wall_time)
