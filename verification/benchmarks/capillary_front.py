"""Growth and decay of a small wave with capillarity, and the wavelength between the two."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.palette import CURVES, OUTLINE
from platefront.figures.style import plain_axes
from verification.benchmarks.front_waves import FlatFront, FrontWave, flat_front, run_wave
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASE = "verification/cases/capillary_front.toml"
NEUTRAL = (0.95, 1.05)
"""Wavenumbers over the neutral one between which that is found."""
WAVES = (0.2, 0.4, 0.7, *NEUTRAL, 1.4, 2.0, 3.0)
"""Wavenumbers over the neutral one."""
_COVERED = 1e-7
"""Advance from which growth is compared [m]: ten times the film on bare host with which curvature
comes into play."""


def verify() -> Verification:
    """Run the waves and compare their growth rates."""
    case = shipped_case(CASE)
    front = flat_front(case)
    neutral = 1.0 / math.sqrt(front.capillary_area)
    runs = {
        share: run_wave(case, front, share * neutral * front.reaction_length) for share in WAVES
    }
    findings = [_rate(front, wave, share) for share, wave in runs.items() if share not in NEUTRAL]
    findings.append(_neutral(front, [runs[share] for share in NEUTRAL]))
    return Verification(tuple(findings), partial(draw, front=front, waves=tuple(runs.values())))


def mean_rate(wave: FrontWave) -> tuple[float, float, float]:
    """Return the growth rate since metal covers the host [1/s], and the advances between [m]."""
    start = int(np.searchsorted(wave.advance, _COVERED))
    since, until = float(wave.advance[start]), float(wave.advance[-1])
    lasted = wave.duration * (until - since) / until
    return float(wave.growth[-1] - wave.growth[start]) / lasted, since, until


def _expected(front: FlatFront, wave: FrontWave) -> float:
    _, since, until = mean_rate(wave)
    return front.growth(wave.wavenumber, until, since) * front.advance_rate / (until - since)


def _rate(front: FlatFront, wave: FrontWave, share: float) -> Finding:
    length = 2e6 * math.pi / wave.wavenumber
    return Finding(
        f"mean growth rate at {share:g} of the neutral wavenumber",
        mean_rate(wave)[0],
        _expected(front, wave),
        "1/s",
        0.02,
        note=f"wavelength {length:.3g} µm, κk/g = {wave.ratio:.2g}",
    )


def _neutral(front: FlatFront, waves: list[FrontWave]) -> Finding:
    """Wavelength of no growth, linear in k² between two waves."""
    squares = [wave.wavenumber**2 for wave in waves]
    rates = [mean_rate(wave)[0] for wave in waves]
    slope = (rates[1] - rates[0]) / (squares[1] - squares[0])
    found = math.sqrt(squares[0] - rates[0] / slope)
    return Finding(
        "wavelength that neither grows nor shrinks",
        2e6 * math.pi / found,
        2e6 * math.pi * math.sqrt(front.capillary_area),
        "µm",
        0.02,
    )


def draw(figure: Figure, *, front: FlatFront, waves: tuple[FrontWave, ...]) -> None:
    """Draw growth rates against wavenumber, with those without capillarity."""
    axes: Axes = figure.subplots()
    plain_axes(axes)
    neutral = 1.0 / math.sqrt(front.capillary_area)
    k = np.linspace(0.02, 3.1, 300) * neutral
    unit = front.advance_rate / front.reaction_length
    free = FlatFront(front.gap, front.advance_rate, front.reaction_length)
    axes.axhline(0.0, color=OUTLINE, linewidth=0.6)
    axes.plot(
        k / neutral,
        [float(free.rate(each)) / unit for each in k],
        color=OUTLINE,
        linewidth=0.9,
        linestyle="dashed",
        label="without capillarity",
    )
    axes.plot(
        k / neutral,
        [float(front.rate(each)) / unit for each in k],
        color=OUTLINE,
        linewidth=1.2,
        label="linear stability",
    )
    axes.scatter(
        [wave.wavenumber / neutral for wave in waves],
        [mean_rate(wave)[0] / unit for wave in waves],
        s=24,
        color=CURVES[0],
        zorder=3,
        label="computed",
    )
    axes.set_xlabel("wavenumber over the neutral one")
    axes.set_ylabel(r"growth rate, $\sigma\kappa/(g\,\Omega\, i_\mathrm{b})$")
    axes.set_title("Growth rate of a wave with capillarity")
    axes.legend(loc="lower left")


STATEMENT = """
The wave of the benchmark before, on lithium with a surface energy γ_s: i = -g (φ_s - φ + s κ_c),
with s = γ_s V_m/(n_e F) and the curvature κ_c = a k² cos kx of the metal, positive at crests. To
first order i₁ = g (a i_b/κ + A sinh kL - s a k²) = -κ k A cosh kL, so that

    σ(k) = Ω i_b k coth(kL) (1 - s κ k²/i_b) / (1 + (κk/g) coth(kL)).

Waves of 2π √(s κ/i_b) neither grow nor shrink, whatever the kinetics: their current is even.
ln(a/a₀) is compared with ∫σ dt from an advance of 0.1 µm on: a film of less than about 10 nm on
the host, as which the profile begins, has no capillarity in the model.

Source: linear stability analysis as before; derivation above. The surface energy is about that of
lithium."""

BENCHMARK = Benchmark(
    name="capillary_front",
    title="Growth and decay of a small wave with capillarity",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
    not_verified="Waves of finite amplitude, and surface energies that depend on direction.",
)
