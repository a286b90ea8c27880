"""The references of the depleting front: the published table, and convergence."""

from __future__ import annotations

import numpy as np
import pytest

from verification.benchmarks import depleting_front_solutions as exact
from verification.benchmarks.depleting_front import HEIGHTS


@pytest.mark.parametrize("voltage", exact.PUBLISHED_TIMES)
def test_integrated_model_gives_the_published_table(voltage: float) -> None:
    """Times are printed with four or five digits, currents with five."""
    off = exact.steady_current(0.0, voltage) / exact.PUBLISHED_CURRENT[voltage] - 1.0
    assert abs(off) < 1e-5, f"current at the start off by {off:.1e}"
    times = exact.published_times(voltage, HEIGHTS)
    off = np.abs(times / np.array(exact.PUBLISHED_TIMES[voltage]) - 1.0).max()
    assert off < 5e-4, f"times off by {off:.1e}"


def test_transient_reference_is_converged_and_tends_to_the_published_one() -> None:
    voltage = 0.05
    coarse, fine = (exact.transient_times(voltage, HEIGHTS, count) for count in (10, 14))
    off = np.abs(coarse / fine - 1.0).max()
    assert off < 1e-6, f"collocation off by {off:.1e}"
    # In the end it has used up what was there, half a mole for every mole that c0 holds.
    ahead = 1.0 - fine / exact.published_times(voltage, HEIGHTS)
    deposited = np.array(HEIGHTS) / (exact.VOLUME * exact.CARRIED)
    whole = exact.C0 * exact.LENGTH / deposited
    assert (ahead < whole).all()
    assert (ahead > 0.3 * whole).all(), f"{ahead} of {whole}"
