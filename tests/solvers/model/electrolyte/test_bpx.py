"""Electrolytes of BPX files: constants, functions and tables, with Arrhenius' law."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from platefront.solvers.model.electrolyte.concentrated import Concentrated
from platefront.solvers.model.electrolyte.solution.bpx import BpxSolution

ELECTROLYTE = {
    "Cation transference number": 0.259,
    "Conductivity [S.m-1]": "1.297e-10 * x ** 3 - 7.937e-5 * x ** 1.5 + 3.329e-3 * x",
    "Diffusivity [m2.s-1]": {"x": [100, 1000, 2000], "y": [4e-10, 1.8e-10, 0.5e-10]},
    "Conductivity activation energy [J.mol-1]": 17100,
    "Diffusivity activation energy [J.mol-1]": 0,
}


def bath(folder: Path, electrolyte: Any = ELECTROLYTE, **changes: Any) -> Concentrated:
    file = folder / "cell.json"
    document = {
        "Header": {"BPX": "1.0.0", "Model": "DFN"},
        "Parameterisation": {
            "Cell": {"Reference temperature [K]": 300.0},
            "Electrolyte": electrolyte,
        },
    }
    file.write_text(json.dumps(document), encoding="utf-8")
    given = {"file": str(file), "concentrations": (100.0, 2000.0)}
    return Concentrated(solution=BpxSolution(**(given | changes)), temperature=310.0)


def test_properties_are_those_of_the_file(tmp_path: Path) -> None:
    found = bath(tmp_path)
    assert found.misfit() is None
    warmer = math.exp(17100 / 8.314462618 * (1 / 300.0 - 1 / 310.0))
    assert found.conductivity == pytest.approx((0.1297 - 7.937e-5 * 1000**1.5 + 3.329) * warmer)
    assert found.diffusivity == pytest.approx(1.8e-10, rel=1e-12)
    assert found.solution.transference_at(1000.0, 310.0) == 0.259
    assert found.solution.source == "cell.json"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Conductivity [S.m-1]": "open('x')"}, 'contains "open"'),
        ({"Conductivity [S.m-1]": None}, '"Conductivity [S.m-1]" is missing'),
        ({"Conductivity [S.m-1]": 10**400}, '"Conductivity [S.m-1]" is no number'),
        ({"Conductivity [S.m-1]": float("nan")}, '"Conductivity [S.m-1]" is no number'),
        ({"Conductivity [S.m-1]": True}, '"Conductivity [S.m-1]" is no number'),
        ({"Cation transference number": 1.2}, "is 1.2, above 1"),
        ({"Diffusivity [m2.s-1]": {"x": [2, 1], "y": [1, 2]}}, "falls in x"),
        ({"Diffusivity [m2.s-1]": {"x": [1, 2], "y": [1]}}, "is uneven"),
        ({"Diffusivity [m2.s-1]": "1e-10 * (1 - x / 1000)"}, "is not positive at 1.002 mol/L"),
    ],
)
def test_what_is_amiss_is_told(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    misfit = bath(tmp_path, ELECTROLYTE | changes).misfit()
    assert misfit is not None
    assert reason in misfit.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not JSON"),
        ("[1]", "no BPX file"),
        ('{"Parameterisation": {"Cell": {}}}', "no BPX file"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text, encoding="utf-8")
    misfit = BpxSolution(file=str(file), concentrations=(1.0, 2.0)).misfit()
    assert misfit is not None
    assert "other.json" in misfit.reason
    assert reason in misfit.reason


def test_changed_file_is_refused(tmp_path: Path) -> None:
    misfit = bath(tmp_path, sha256="0" * 64).misfit()
    assert misfit is not None
    assert "has changed" in misfit.reason
