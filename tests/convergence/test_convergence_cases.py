"""The mesh-convergence tests that users rely on: the shipped pair, through merging fronts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from platefront.case.load import load_case
from platefront.commands.converge import ConvergeRequest, converge
from platefront.convergence.levels import Refinement
from platefront.exit_codes import ExitCode
from platefront.solvers.model.landings import Landings
from tests.shared.case_files import CASES

SHIPPED = CASES / "convergence"
TOLERANCE = 0.05
OF_SUMS = 0.03
"""What is summed up over the run is known better than where the front lies."""


@pytest.mark.parametrize("name", ["inverted", "upright"])
@pytest.mark.slow
def test_results_do_not_depend_on_mesh_and_step(name: str, tmp_path: Path) -> None:
    case = load_case(SHIPPED / f"{name}.toml")
    # landing on instants for the output would keep steps from being refined
    assert case.output.frames(case.stop) == Landings()
    names = ["bottom_share", "duration", "gap", "front_mean"]
    request = ConvergeRequest(Refinement(levels=3), names, TOLERANCE, tmp_path / name, force=False)
    code = converge(case, SHIPPED / f"{name}.toml", request)
    study = json.loads((tmp_path / name / "convergence.json").read_text("utf-8"))
    found = {
        key: f"{quantity['values']}, uncertainty {100 * quantity['relative_uncertainty']:.2g} %"
        for key, quantity in study["quantities"].items()
    }
    assert code == ExitCode.OK, found
    for key in ("bottom_share", "duration", "gap"):
        quantity = study["quantities"][key]
        if quantity["observed_orders"][-1] is not None:
            assert quantity["relative_uncertainty"] <= OF_SUMS, found
            continue
        # Where differences change their sign the band is thrice the largest one, here that of the
        # coarsest level, which says nothing of the last: it must be the smaller by far.
        middle, last = quantity["values"][-2:]
        assert abs(last - middle) <= 0.1 * OF_SUMS * abs(last), found
    levels = study["levels"]
    assert [level["front_size_m"] for level in levels] == pytest.approx([1.5e-6, 0.75e-6, 0.375e-6])
    assert all(level["merges"] >= 3 for level in levels), "fronts did not meet"
    steps = [level["mean_time_step_s"] for level in levels]
    assert steps[0] > 1.5 * steps[1] > 2.25 * steps[2], "time steps were not refined"
    share = study["quantities"]["bottom_share"]
    assert share["uncertainty"] > 0.0
    if name == "inverted":
        assert share["values"][-1] - share["uncertainty"] > 0.5
    else:
        assert share["values"][-1] + share["uncertainty"] < 0.5
