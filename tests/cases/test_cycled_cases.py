"""Ten cycles of cloth and plumes: unattended to the end, in balance, each as long as the first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cycle_time import CycleUse, cycles_of, table
from platefront.exit_codes import ExitCode
from platefront.results.reading import RunResults, read_results
from tests.shared.case_files import CASES

SMALL_CLOTH = {
    'width = "225 um"': 'width = "75 um"',
    'thickness = "300 um" ': 'thickness = "75 um"\nyarn_width = "30 um"\nyarn_height = "30 um"\nyarn_pitch = "50 um"\npacking = 0.3 ',
    'capacity = "6 mAh/cm^2" ': 'capacity = "2 mAh/cm^2" ',
    "repeat = 10": "repeat = 2",
    'until.capacity = "1 mAh': 'until.capacity = "0.1 mAh',
    '{capacity = "-1 mAh': '{capacity = "-0.1 mAh',
}


def cycled(
    name: str, folder: Path, changes: Mapping[str, str] | None = None
) -> tuple[RunResults, list[CycleUse]]:
    """Results of a shipped case, and the use of each cycle; its balances are checked."""
    text = (CASES / "protocols" / f"{name}.toml").read_text("utf-8")
    for old, new in (changes or {}).items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    case = folder / f"{name}.toml"
    case.write_text(text)
    code, used = cycles_of(case, folder / name)
    results = read_results(folder / name)
    assert code == ExitCode.OK
    assert results.summary["warnings"] == []
    return results, used


@pytest.mark.parametrize("orientation", ["upright", "inverted"])
def test_small(orientation, tmp_path):
    results, used = cycled(f"cloth_cycles_{orientation}", tmp_path, SMALL_CLOTH)
    print(table(used))
    print(results.cycles.T)
    print(results.protocol.T)
