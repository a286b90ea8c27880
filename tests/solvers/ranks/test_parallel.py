"""Several ranks give what one gives, and end together."""

from __future__ import annotations

import pickle
import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from platefront.commands.launcher import environment, launched
from platefront.solvers.constants import thermal_voltage
from tests.shared.case_files import ROOT
from tests.shared.comparing import largest_difference
from tests.solvers.ranks.parallel_cases import FIXED
from tests.solvers.ranks.parallel_run import Told, all_told

FIXED_FRONT, MOVING_FRONT = 1e-8, 1e-4
"""Largest relative difference between runs on one rank and on several."""
HANGS = 900.0
"""Seconds after which ranks wait in vain; where they outnumber processors they take minutes."""
MAIN = "from tests.solvers.ranks.parallel_run import main; main()"

pytestmark = [
    pytest.mark.skipif(launched(2, []) is None, reason="no mpirun"),
    pytest.mark.all_processors,
]


def on_ranks(ranks: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python program under mpirun, whose processes give way on a busy machine.

    Raises:
        subprocess.TimeoutExpired: it hangs; its processes have been ended.
    """
    command = launched(ranks, arguments)
    assert command is not None
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment() | {"OMPI_MCA_mpi_yield_when_idle": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            out, err = started.communicate(timeout=HANGS)
        except subprocess.TimeoutExpired:
            started.terminate()  # which mpirun passes on; killed, it would leave the ranks behind
            raise
    return subprocess.CompletedProcess(command, started.returncode, out, err)


def compare(tmp_path: Path, ranks: int, order: int) -> None:
    file = tmp_path / "told"
    done = on_ranks(ranks, "-c", MAIN, str(file), str(order))
    assert done.returncode == 0, done.stderr[-2000:]
    size, several = pickle.loads(file.read_bytes())
    assert size == ranks
    alone = {name: told.value for name, told in all_told(order).items()}
    assert several.keys() == alone.keys()
    worst = {name: difference(told, several[name]) for name, told in alone.items()}
    for name, (off, where) in worst.items():
        print(f"{name:20} {off:.1e}  {where}")
    for name, (off, where) in worst.items():
        bound = FIXED_FRONT if name in FIXED else MOVING_FRONT
        assert off < bound, f"{name} on {ranks} ranks: off by {off:.1e}, {where}"
    judge_books(several)
    assert alone["merging"].records[-1].trapped_area > 0.0
    assert alone["merging"].records[-1].remeshings >= 2


def difference(one: Told, other: Told) -> tuple[float, str]:
    """Largest relative difference of all that was told, and where it is."""
    assert one.stop_reason == other.stop_reason
    events = [
        [event.kind for record in told.records for event in record.events] for told in (one, other)
    ]
    assert events[0] == events[1]
    return max(largest_difference(one.records, other.records), fields_apart(one, other))


def fields_apart(one: Told, other: Told) -> tuple[float, str]:
    """The same for the last fields, each against its largest value."""
    floors = {
        "points": 0.0,
        "concentration": 0.0,
        "potential": thermal_voltage(298.15),
        "thickness": 1e-9,
    }

    def apart(name: str, floor: float) -> float:
        a, b = getattr(one.fields, name), getattr(other.fields, name)
        assert a.shape == b.shape, f"{name}: {a.shape} and {b.shape}"
        return float(np.abs(a - b).max() / max(np.abs(a).max(), floor))

    return max((apart(name, floor), name) for name, floor in floors.items())


def judge_books(told: Mapping[str, Told]) -> None:
    """The books balance as they do on one rank; --strict-books has the same verdict."""
    for name, each in told.items():
        assert not each.breaches, f"{name}: {each.breaches}"
        for book in ("faraday", "anions", "area"):
            residue = max(abs(getattr(record.books, book)) for record in each.records)
            assert residue < 1e-9, f"{name}, {book}: {residue:.1e}"


@pytest.mark.slow
def test_two_ranks_agree_with_one(tmp_path: Path) -> None:
    compare(tmp_path, 2, 1)


@pytest.mark.long
@pytest.mark.parametrize(("ranks", "order"), [(3, 1), (2, 2), (3, 2)])
def test_more_ranks_and_higher_order(tmp_path: Path, ranks: int, order: int) -> None:
    compare(tmp_path, ranks, order)
