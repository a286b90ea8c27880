"""Runs a case with the made-up states in place of the solver, to be stopped or to fail.

As a program: `python -m tests.shared.fake_simulation CASE FOLDER` takes a step every 20 ms.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mpi4py import MPI

import platefront.running.recorded_run
import platefront.running.run
from platefront.case.load import load_case
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.stopping import fraction_done
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import OnRoot
from platefront.solvers.state.checkpoint.run_memory import SavedRun
from platefront.solvers.state.position import ProtocolPosition
from tests.shared.synthetic import synthetic_fields, synthetic_record

CASE = """
title = "made up"
[section]
gap = "36 um"
[section.collector]
kind = "pillars"
width = "14 um"
height = "50 um"
pitch = "30 um"
[electrolyte]
concentration = "1 mol/L"
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4
[control]
mode = "overpotentials"
[surfaces.upper]
law = "overpotential"
overpotential = "-10 mV"
[surfaces.side]
law = "overpotential"
overpotential = "-10 mV"
[surfaces.lower]
law = "overpotential"
overpotential = "-20 mV"
[mesh]
front_size = "2 um"
largest_size = "5 um"
[stop]
capacity = "0.5 mAh/cm^2"
[output]
every_capacity = "0.2 mAh/cm^2"
"""


class FakeSimulation:
    """Ten made-up steps; subclasses slow it down or make it fail."""

    steps = 10
    pause = 0.0

    def __init__(self, problem: PlatingProblem, comm: MPI.Intracomm) -> None:
        self.problem = problem
        self.timings = {"solve": 0.0}
        self.stop_reason = ""

    def saved(self) -> SavedRun:
        return SavedRun(OnRoot(MPI.COMM_SELF, {}), OnRoot(MPI.COMM_SELF, []))

    def fraction_done(self, last: StepRecord) -> float:
        return fraction_done(self.problem, ProtocolPosition.at_start(self.problem.protocol), last)

    def run(self) -> Iterator[StepRecord]:
        fields = synthetic_fields(1, size=6.0)
        for step in range(self.steps + 1):
            time.sleep(self.pause)
            self.timings["solve"] += self.pause
            yield replace(synthetic_record(step), fields=lambda: OnRoot(MPI.COMM_SELF, fields))
        self.stop_reason = "capacity reached"


class SlowSimulation(FakeSimulation):
    steps = 10**6
    pause = 0.02


def main() -> int:
    case, folder = Path(sys.argv[1]), Path(sys.argv[2])
    platefront.running.recorded_run.Simulation = SlowSimulation  # type: ignore[assignment,misc]
    return platefront.running.run.run_case(load_case(case), case, folder, force=False, quiet=False)


if __name__ == "__main__":
    sys.exit(main())
