from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np

from platefront.results.reading import read_results
from tests.shared.case_files import ROOT


def test_a_killed_run_leaves_every_finished_step_and_frame(tmp_path: Path) -> None:
    folder = tmp_path / "endless"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.shared.synthetic", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    seen = [int(process.stdout.readline()) for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    rest = process.stdout.read().split()
    process.stdout.close()
    reported = int(rest[-1]) if rest else seen[-1]

    run = read_results(folder)
    assert run.summary["status"] == "running"
    # at most the step that was being written when the signal came is more than was reported
    assert reported <= run.history["step"].iloc[-1] <= reported + 1
    np.testing.assert_array_equal(run.history["step"], np.arange(len(run.history)))
    assert run.history["time_s"].is_monotonic_increasing
    assert reported + 1 <= len(run.frames) <= reported + 2
    for name in ("electrolyte", "front", "solids"):
        assert run.frames[-1].load(name).n_cells > 0
