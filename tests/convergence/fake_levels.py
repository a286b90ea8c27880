"""Levels with made-up results: every number is its limit plus a known error of its edge length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import shapely
from mpi4py import MPI

from platefront.case.load import parse_case
from platefront.case.model import Case
from platefront.convergence.levels import Refinement
from platefront.convergence.runs import LevelRun
from platefront.solvers.balance.charge_by_height import ChargeByHeight
from platefront.solvers.balance.step_record import Event, Fields, StepRecord
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import OnRoot
from tests.shared.fake_simulation import CASE
from tests.shared.synthetic import synthetic_record

STEPS = 4


def made_up_case() -> Case:
    return parse_case(CASE, "made_up.toml")


def fields(edge: float) -> Fields:
    """A front from (0, 10) to (12, 10), raised in its middle by the square of the edge [µm]."""
    points = np.array([[0.0, 10.0], [6.0, 10.0 + edge**2], [12.0, 10.0], [6.0, 40.0]])
    empty = shapely.Polygon()
    return Fields(
        points=points,
        triangles=np.array([[0, 1, 3], [1, 2, 3]]),
        concentration=np.full(4, 900.0),
        potential=np.zeros(4),
        against_metal=np.zeros(4),
        current_density=np.zeros((4, 2)),
        on_counter=points[:, 1] == 40.0,
        front=np.array([[0, 1], [1, 2]]),
        surface=np.array([0, 0]),
        on_lithium=np.array([True, True]),
        thickness=np.array([1e-6, 3e-6, 5e-6, 0.0]),
        normal_current=np.ones(2),
        collector=empty,
        deposit=empty,
        pockets=empty,
        dead=empty,
    )


def last_record(edge: float, share: float | None) -> StepRecord:
    """State of a level with front edges `edge` [µm]: second order in share, first in time."""
    record = synthetic_record(STEPS)
    event = Event(1.0, "merge", 1.0, 1.0, 1e-12, 0.0)
    return replace(
        record,
        time=1000.0 + 10.0 * edge,
        plated=ChargeByHeight() if share is None else ChargeByHeight(1.0, share, (share, 0.0, 0.0)),
        trapped_area=0.0,
        events=(event,),
        unknowns=int(1e4 / edge**2),
        fields=lambda: OnRoot(MPI.COMM_SELF, fields(edge)),
    )


class FakeSimulation:
    """Five states; the last one depends on the edge length."""

    def __init__(self, problem: PlatingProblem, comm: MPI.Intracomm) -> None:
        self.edge = 1e6 * problem.mesh.front_size
        self.stop_reason = ""
        self.state = SimpleNamespace(transport=SimpleNamespace(destroy=lambda: None))

    def fraction_done(self, last: StepRecord) -> float:
        return last.step / STEPS

    def share(self) -> float | None:
        return 0.75 + 0.01 * self.edge**2

    def run(self) -> Iterator[StepRecord]:
        for step in range(STEPS):
            yield replace(synthetic_record(step), events=())
        self.stop_reason = "capacity reached"
        yield last_record(self.edge, self.share())


def level_runs(refinement: Refinement) -> list[LevelRun]:
    """Return the results of the fake simulation for every level, without running it."""
    runs = []
    for level in range(1, refinement.levels + 1):
        case = refinement.case(made_up_case(), level)
        edge = 1e6 * case.mesh.front_size
        record = last_record(edge, 0.75 + 0.01 * edge**2)
        runs.append(
            LevelRun(
                level, case, record, fields(edge), "capacity reached", 1, 0, record.unknowns, 0.5
            )
        )
    return runs
