"""Two ranks give what one gives."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def last_state(ranks: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.solvers.parallel_run"]
    if ranks > 1:
        command = ["mpirun", "-n", str(ranks), "--oversubscribe", *command]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    state: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    assert state["ranks"] == ranks
    return state


@pytest.mark.long
@pytest.mark.skipif(shutil.which("mpirun") is None, reason="no mpirun")
def test_two_ranks_agree_with_one() -> None:
    one, two = last_state(1), last_state(2)
    assert one["remeshings"] == two["remeshings"] and one["remeshings"] > 0
    for name in ("time", "current", "bottom_share", "trapped_area", "mean_potential"):
        off = two[name] / one[name] - 1.0
        assert abs(off) < 1e-4, f"{name} differs by {off:.1e}"
    for name in ("faraday", "anions"):
        assert abs(two[name]) < 1e-8, f"{name}: {two[name]:.1e}"
