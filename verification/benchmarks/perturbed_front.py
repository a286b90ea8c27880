"""Growth of a small wave on a planar front, from transport control to kinetic control."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.palette import CURVES, OUTLINE
from platefront.figures.style import plain_axes
from verification.benchmarks.front_waves import (
    FlatFront,
    FrontWave,
    flat_front,
    run_wave,
    usual_advance,
)
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASE = "verification/cases/perturbed_front.toml"
RATIOS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""κk/g of the waves: below 1 transport control, above 1 kinetic control."""


def verify() -> Verification:
    """Run a wave for each ratio and compare its growth rate."""
    case = shipped_case(CASE)
    front = flat_front(case)
    waves = tuple(run_wave(case, front, ratio) for ratio in RATIOS)
    findings = tuple(_rate(front, wave) for wave in waves)
    return Verification(findings, partial(draw, front=front, waves=waves))


def _rate(front: FlatFront, wave: FrontWave) -> Finding:
    k = wave.wavenumber
    return Finding(
        f"mean growth rate at κk/g = {wave.ratio:g}",
        float(wave.growth[-1]) / wave.duration,
        front.growth(k, float(wave.advance[-1])) / wave.duration,
        "1/s",
        0.02,
        note=f"wavelength {2e6 * math.pi / k:.3g} µm, kL = {k * front.gap:.2g}",
    )


def draw(figure: Figure, *, front: FlatFront, waves: tuple[FrontWave, ...]) -> None:
    """Draw growth rates against wavenumber (left) and amplitudes during the runs (right)."""
    left, right = figure.subplots(1, 2)
    _draw_rates(left, front, waves)
    _draw_amplitudes(right, front, waves)


def _draw_rates(axes: Axes, front: FlatFront, waves: tuple[FrontWave, ...]) -> None:
    """Draw growth rates in units of the rate of short waves, Ω i_b g/κ."""
    plain_axes(axes)
    length = front.reaction_length
    ratios = [float(ratio) for ratio in np.geomspace(0.05, 60.0, 120)]
    advances = [usual_advance(front, ratio / length) for ratio in ratios]
    pairs = zip(ratios, advances, strict=True)
    mean = [front.growth(ratio / length, advance) * length / advance for ratio, advance in pairs]
    axes.semilogx(ratios, mean, color=OUTLINE, linewidth=1.2, label="linear stability")
    rates = [length * wave.growth[-1] / wave.advance[-1] for wave in waves]
    places = [wave.ratio for wave in waves]
    axes.scatter(places, rates, s=24, color=CURVES[: len(waves)], zorder=3, label="computed")
    axes.set_ylim(0.0, 1.05)
    axes.set_xlabel(r"wavenumber, $\kappa k/g$")
    axes.set_ylabel(r"growth rate, $\sigma\kappa/(g\,\Omega\, i_\mathrm{b})$")
    axes.set_title("Growth rate of a wave")
    axes.legend(loc="lower right")


def _draw_amplitudes(axes: Axes, front: FlatFront, waves: tuple[FrontWave, ...]) -> None:
    plain_axes(axes)
    for wave, colour in zip(waves, CURVES, strict=False):
        advance = np.linspace(0.0, float(wave.advance[-1]), 60)
        exact = [math.exp(front.growth(wave.wavenumber, place)) for place in advance]
        axes.plot(1e6 * advance, exact, color=colour, linewidth=1.2)
        chosen = np.linspace(0, len(wave.advance) - 1, 9).astype(int)
        axes.plot(
            1e6 * wave.advance[chosen],
            wave.amplitude[chosen] / wave.amplitude[0],
            "o",
            color=colour,
            markersize=3.5,
            label=f"{wave.ratio:g}",
        )
    axes.set_xlabel("advance of the front [µm]")
    axes.set_ylabel("amplitude / that at the start")
    axes.set_title("Amplitude (lines: linear stability)")
    axes.legend(title=r"$\kappa k/g$", loc="lower right", handletextpad=0.2)


STATEMENT = """
A lithium front with a small wave, y = h(t) + a(t) cos kx, below a counter electrode at the distance
L(t); ohmic electrolyte (conductivity κ), kinetics i = -g η, constant mean current density i_b.

With φ = φ_s + i_b/g + (i_b/κ)(y - h) + A sinh k(H - y) cos kx, potential and current at the front
to first order in a give i₁ = g (a i_b/κ + A sinh kL) = -κ k A cosh kL; eliminating A, and with
da/dt = Ω i₁,

    σ(k) = (1/a) da/dt = Ω i_b k coth(kL) / (1 + (κk/g) coth(kL)),   Ω = V_m/(n_e F).

The growth of long waves is under transport control (κk/g ≪ 1: σ = Ω i_b k coth kL), that of short
ones under kinetic control (σ → Ω i_b g/κ). L decreases while the front advances, so ln(a/a₀) is
compared with ∫σ dt. The amplitude is the first cosine coefficient of the front, linear between
vertices. Waves start with ka = 0.02 and grow by about a tenth; the mesh is scaled with the wave.

Source: linear stability analysis of a growing electrode with secondary current distribution;
derivation above."""

BENCHMARK = Benchmark(
    name="perturbed_front",
    title="Growth of a small wave on a planar front",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
    not_verified="Waves of finite amplitude.",
)
