"""`platefront verify` finds the benchmarks of a source tree, or says where they are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import platefront
from platefront.commands.benchmarks import NoBenchmarksError, load_benchmarks
from tests.shared.case_files import CASES, ROOT


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package as if it were installed somewhere; the working directory, an empty one."""
    monkeypatch.setattr(platefront, "__file__", str(tmp_path / "site" / "platefront" / "x.py"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_checkout_has_them_beside_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert load_benchmarks().__name__ == "verification.command"


def test_an_installed_package_takes_those_of_the_checkout_it_is_run_in(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CASES)
    assert load_benchmarks().__name__ == "verification.command"
    assert sys.path[0] == str(ROOT)


def test_elsewhere_the_message_says_where_they_are(installed: Path) -> None:
    with pytest.raises(NoBenchmarksError, match=r"in the folder verification/ of platefront's"):
        load_benchmarks()
