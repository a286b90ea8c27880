"""`import platefront`: a small public namespace whose documentation runs."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import platefront
from platefront.exit_codes import ExitCode
from platefront.results.folder import ResultsFolderError
from tests.shared.case_files import CASES

# More current than diffusion to the foil sustains.
TOO_MUCH = """
[section]
gap = "100 um"
collector = { kind = "foil", width = "20 um" }
[electrolyte]
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4
[control]
mode = "galvanostatic"
current_density = "300 mA/cm^2"
[surfaces.foil]
law = "butler_volmer"
[mesh]
front_size = "2 um"
largest_size = "5 um"
[stop]
time = "10 s"
"""


def test_the_docstring_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder, as after installation."""
    monkeypatch.chdir(tmp_path)
    found = doctest.testmod(platefront, raise_on_error=True)
    assert found.attempted >= 6


def test_every_public_name_is_there() -> None:
    assert {name: getattr(platefront, name).__name__ for name in platefront._HOMES} == {
        name: name for name in platefront._HOMES
    }
    assert set(platefront._HOMES) | {"__version__"} == set(platefront.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Cases'"):
        platefront.Cases  # noqa: B018


def test_importing_it_loads_no_solver() -> None:
    code = "import sys, platefront; print('dolfinx' in sys.modules, 'pyvista' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert answer.stdout.split() == [b"False", b"False"]


def test_a_file_is_run_and_its_results_are_not_replaced_unasked(tmp_path: Path) -> None:
    case = CASES / "quick" / "foil.toml"
    results = platefront.run(case, tmp_path / "foil")
    assert platefront.read_results(tmp_path / "foil").summary == results.summary
    with pytest.raises(ResultsFolderError, match="already holds results"):
        platefront.run(platefront.load_case(case), tmp_path / "foil")


def test_a_run_that_fails_raises_with_its_reason_and_its_results(tmp_path: Path) -> None:
    with pytest.raises(
        platefront.RunError, match=r"the run failed: at t = .* limiting current"
    ) as caught:
        platefront.run(platefront.parse_case(TOO_MUCH), tmp_path / "run")
    assert caught.value.code == ExitCode.NOT_CONVERGED
    assert caught.value.results.summary["status"] == "failed"


def test_a_wrong_case_raises_with_the_full_report() -> None:
    with pytest.raises(platefront.CaseError, match="missing"):
        platefront.parse_case("title = 'nothing else'")
