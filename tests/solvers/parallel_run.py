"""A short run with merging, to be started on any number of ranks; rank 0 prints its last state."""

from __future__ import annotations

import json

from mpi4py import MPI

from solvers.counter import LithiumCounter
from solvers.kinetics.butler_volmer import ButlerVolmer
from solvers.simulation import Simulation
from tests.solvers.cells import problem
from tests.solvers.test_books import ring_of_fibres


def main() -> None:
    case = problem(
        ring_of_fibres(),
        ButlerVolmer(exchange_current_density=40.0),
        potential=-0.12,
        counter=LithiumCounter(),
        size=0.9e-6,
        largest=4e-6,
        capacity=3.6e4,
        order=2,
    )
    for record in Simulation(case).run():
        fields = record.fields()
    if MPI.COMM_WORLD.rank == 0 and fields is not None:
        last = {
            "ranks": MPI.COMM_WORLD.size,
            "time": record.time,
            "current": record.current,
            "bottom_share": record.bottom_share,
            "trapped_area": record.trapped_area,
            "min_concentration": record.min_concentration,
            "faraday": record.books.faraday,
            "anions": record.books.anions,
            "remeshings": record.remeshings,
            "mean_potential": float(fields.potential.mean()),
        }
        print(json.dumps(last))


if __name__ == "__main__":
    main()
