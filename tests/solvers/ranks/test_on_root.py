"""Values of rank 0: there on rank 0, a fault of the program elsewhere, shared on request."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace

import pytest
from mpi4py import MPI

from platefront.commands.launcher import environment, launched
from platefront.solvers.parallel import OnRoot, from_root, gathered, on_root
from tests.shared.case_files import ROOT

PATIENCE = 60.0

PROGRAM = """
from mpi4py import MPI
from platefront.solvers.parallel import OnRoot, from_root, gathered, on_root

comm = MPI.COMM_WORLD
assert comm.size == 2
ranks = gathered(comm, comm.rank)
assert ranks.map(sum).shared() == 1
assert ranks.map(len).otherwise(-1) == (2 if comm.rank == 0 else -1)
assert from_root(comm, lambda: comm.rank) == 0
doubled = on_root(comm, lambda: 2 * len(ranks.value))
if comm.rank == 0:
    assert doubled.value == 4
else:
    try:
        doubled.value
    except RuntimeError:
        pass
    else:
        raise SystemExit("a rank other than 0 was given the value")
try:
    on_root(comm, lambda: 1 // 0)
except ZeroDivisionError:
    print(f"rank {comm.rank} knows")
"""


def test_rank_0_has_the_value() -> None:
    held = on_root(MPI.COMM_SELF, lambda: [1, 2])
    assert held.value == [1, 2]
    assert held.map(len).value == 2
    assert held.otherwise([]) == held.shared() == [1, 2]
    assert gathered(MPI.COMM_SELF, 7).value == [7]
    assert from_root(MPI.COMM_SELF, lambda: None) is None, "nothing is a result, too"


def test_other_ranks_have_none() -> None:
    called = []
    elsewhere: OnRoot[int] = OnRoot(SimpleNamespace(rank=1), None)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="another rank"):
        _ = elsewhere.value
    mapped = elsewhere.map(called.append)
    assert not called
    with pytest.raises(RuntimeError, match="another rank"):
        _ = mapped.value
    assert elsewhere.otherwise(3) == 3


@pytest.mark.skipif(launched(2, []) is None, reason="no mpirun")
def test_two_ranks_share_it_and_its_failures() -> None:
    command = launched(2, ["-c", PROGRAM])
    assert command is not None
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert sorted(done.stdout.split("\n")) == ["", "rank 0 knows", "rank 1 knows"]
