"""Ten cycles on cloth and plumes: unattended to the end, in balance, each as long as the first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq

from benchmarks.cycle_time import CycleUse, cycles_of, table
from platefront.case.load import load_case
from platefront.case.start_current import lithium_lengths, wetted_lengths
from platefront.exit_codes import ExitCode
from platefront.results.reading import RunResults, read_results
from tests.shared.case_files import CASES

SHORT = {
    "repeat = 10": "repeat = 2",
    'until.capacity = "1 mAh': 'until.capacity = "0.1 mAh',
    '{capacity = "-1 mAh': '{capacity = "-0.1 mAh',
    "[[protocol]]": "[output]\nfigures = false\n\n[[protocol]]",
}
SMALL_CLOTH = SHORT | {
    'width = "225 um"': 'width = "75 um"\nyarn_width = "30 um"\nyarn_height = "30 um"',
    'thickness = "300 um"': 'thickness = "75 um"\nyarn_pitch = "50 um"\npacking = 0.3',
    'capacity = "6 mAh/cm^2" ': 'capacity = "2 mAh/cm^2" ',
}
SMALL_PLUMES = SHORT | {'width = "25 um" ': 'width = "15 um" ', "seed = 1": "seed = 3"}
VOLT = 8.314462618 * 298.15 / 96485.33212


def cycled(
    name: str, folder: Path, changes: Mapping[str, str] | None = None
) -> tuple[RunResults, list[CycleUse]]:
    """Results of a shipped case with balances within their limits, and the use of each cycle."""
    text = (CASES / "protocols" / f"{name}.toml").read_text("utf-8")
    for old, new in (changes or {}).items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    case = folder / f"{name}.toml"
    case.write_text(text)
    code, used = cycles_of(case, folder / name)
    results = read_results(folder / name)
    assert code == ExitCode.OK
    assert (results.summary["status"], results.summary["warnings"]) == ("finished", [])
    return results, used


def check_cycles(results: RunResults, count: int, capacity: float) -> None:
    """Every cycle passes its capacity back and forth, and the electrode comes to rest."""
    cycles = results.cycles
    assert list(cycles["cycle"]) == list(range(1, count + 1))
    for way in ("plated", "stripped"):
        np.testing.assert_allclose(cycles[f"{way}_mAh_per_cm2"], capacity, rtol=1e-8)
    ends = ["capacity reached", "time reached"] * 2 * count
    assert list(results.protocol["end"]) == ends
    deposit = results.history["deposit_area_m2"]
    plated = capacity * 36.0 / 96485.33212 * 1.3e-5 * results.summary["width_m"] * 1e3
    assert deposit.iloc[-1] == pytest.approx(deposit.iloc[0], abs=1e-4 * plated)


def first_potential(case: Path) -> float:
    """Electrode potential at 10 A/m² from the kinetics alone: lithium, bare host, counter [V].

    The current is even on all lithium and on all bare host of a barrier, with exchange current
    densities of 1 A/m², and of 20 A/m² at the counter electrode.
    """
    loaded = load_case(case)
    section = loaded.cross_section()
    wetted, lithium = (
        {name: 1e6 * length / section.width for name, length in lengths.items()}
        for lengths in (wetted_lengths(section), lithium_lengths(section))
    )
    barriers = {name: law.nucleation_barrier for name, law in loaded.surfaces.items()}

    def current(eta: float) -> float:
        """Current density per footprint at an overpotential without sign [A/m²]."""
        host = (
            (wetted[name] - lithium.get(name, 0.0))
            * max(0.0, math.sinh((eta - barrier) / 2 / VOLT))
            for name, barrier in barriers.items()
            if name in wetted
        )
        return 2.0 * (sum(lithium.values()) * math.sinh(eta / 2 / VOLT) + sum(host))

    eta = brentq(lambda value: current(value) - 10.0, 0.0, 1.0)
    return -float(eta) - 2.0 * VOLT * math.asinh(10.0 / 2.0 / 20.0)


def check_flat(used: list[CycleUse]) -> None:
    """Time and memory of the last cycle are those of the first one, to a tenth."""
    print(table(used))
    first, last = used[0], used[-1]
    assert last.memory == pytest.approx(first.memory, rel=0.1)
    assert last.relative == pytest.approx(first.relative, rel=0.1)


@pytest.mark.parametrize(
    ("kind", "orientation", "changes"),
    [
        ("cloth", "upright", SMALL_CLOTH),
        ("cloth", "inverted", SMALL_CLOTH),
        ("plumes", "upright", SMALL_PLUMES),
        pytest.param("plumes", "inverted", SMALL_PLUMES, marks=pytest.mark.long),
    ],
)
@pytest.mark.slow
def test_two_short_cycles(
    kind: str, orientation: str, changes: Mapping[str, str], tmp_path: Path
) -> None:
    name = f"{kind}_cycles_{orientation}"
    results, _ = cycled(name, tmp_path, changes)
    check_cycles(results, 2, 0.1)
    # what is missing is the electrolyte: 0.2 mV in a straight channel
    expected = first_potential(tmp_path / f"{name}.toml")
    assert results.history["electrode_potential_V"].iloc[0] == pytest.approx(expected, abs=7e-4)
    if kind == "cloth":
        for way in ("plating", "stripping"):
            middle = results.cycles[f"mid_{way}_potential_V"]
            # 0.01 mV come from vertices that plating and stripping shift along the fibres
            assert middle[1] == pytest.approx(middle[0], abs=3e-5), "the second cycle differs"


@pytest.mark.long
@pytest.mark.parametrize(("orientation", "bottom"), [("upright", 0.0), ("inverted", 1.0)])
def test_ten_cycles_of_the_cloth(orientation: str, bottom: float, tmp_path: Path) -> None:
    name = f"cloth_cycles_{orientation}"
    results, used = cycled(name, tmp_path)
    check_cycles(results, 10, 1.0)
    check_flat(used)
    expected = first_potential(tmp_path / f"{name}.toml")
    assert results.history["electrode_potential_V"].iloc[0] == pytest.approx(expected, abs=1.5e-3)
    # the barrier of 100 mV keeps the bare half free
    assert results.summary["bottom_share"] == pytest.approx(bottom, abs=1e-9)
    assert results.summary["stripped_bottom_share"] == pytest.approx(bottom, abs=1e-9)


@pytest.mark.long
@pytest.mark.parametrize("orientation", ["upright", "inverted"])
def test_ten_cycles_of_plumes(orientation: str, tmp_path: Path) -> None:
    name = f"plumes_cycles_{orientation}"
    results, used = cycled(name, tmp_path)
    check_flat(used)
    assert len(results.cycles) == 10
    np.testing.assert_allclose(results.cycles["plated_mAh_per_cm2"], 1.0, rtol=1e-8)
    # what is cut off below plumes that have met is not stripped
    assert results.cycles["coulombic_efficiency"].between(0.5, 1.0 + 1e-8).all()
    expected = first_potential(tmp_path / f"{name}.toml")
    assert results.history["electrode_potential_V"].iloc[0] == pytest.approx(expected, abs=7e-4)
