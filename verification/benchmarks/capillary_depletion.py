"""Small waves and noise at 95 % of the limiting current, with the surface energy of lithium."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.case.model import Case
from platefront.figures.palette import CURVES, OUTLINE
from platefront.figures.style import plain_axes
from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.curves import Sinusoid
from platefront.geometry.collectors.foil import Foil
from platefront.geometry.collectors.profile import Profile
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.control import Galvanostatic
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from verification.benchmarks.front_waves import amplitude_of
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import records_of, shipped_case

CASE = "verification/cases/capillary_depletion.toml"
NEUTRAL = (0.9, 1.1)
"""Wavenumbers over the neutral one between which that is found."""
WAVES = (0.5, *NEUTRAL, 1.5)
"""Wavenumbers over the neutral one."""
_STEADY = 1.2
"""Time from which growth is compared [s]: the slowest part of the transient is down to 2e-4."""
_FLAT_WIDTH = 60e-9
"""Width of the flat front [m]; the longest wave that it has room for shrinks."""


@dataclass(frozen=True, slots=True)
class DepletedFront:
    """Planar front at a constant current in a salt whose anions are at rest (SI).

    Attributes:
        concentration, gradient: c and dc/dy at the front.
        volume: volume Ω by which the front moves per charge.
        conduction: current per gradient of the concentration, 2 F D₊.
        cathodic, anodic: parts i_c and i_a of the current density.
        per_curvature: s F/RT, s = γ_s V_m/(n_e F).
    """

    concentration: float
    gradient: float
    volume: float
    conduction: float
    cathodic: float
    anodic: float
    per_curvature: float

    @classmethod
    def of(cls, case: Case) -> DepletedFront:
        """Return that of the case, whose gap stays as it is."""
        electrolyte, law, control = case.electrolyte, case.surfaces["profile"], case.control
        assert isinstance(electrolyte, NernstPlanck) and isinstance(law, ButlerVolmer)
        assert isinstance(control, Galvanostatic)
        current, strength = control.value_at(0.0), case.metal.shift_per_curvature
        assert strength is not None
        gap, c0 = case.section.gap, electrolyte.concentration
        volume = case.metal.volume_per_charge
        conduction = 2.0 * FARADAY * electrolyte.ion_diffusivities[0]
        sweep = volume * current / electrolyte.diffusivity
        # c' = i/(2 F D₊) - c w/D, with the salt of the start in the gap
        high = current / conduction / sweep
        mean = -math.expm1(-sweep * gap) / (sweep * gap)
        c = high + (c0 - high) / mean
        exchanged = law.exchange_current_density**2 * c / c0
        cathodic = 0.5 * (current + math.sqrt(current**2 + 4.0 * exchanged))
        return cls(
            concentration=c,
            gradient=sweep * (high - c),
            volume=volume,
            conduction=conduction,
            cathodic=cathodic,
            anodic=cathodic - current,
            per_curvature=strength / thermal_voltage(electrolyte.temperature),
        )

    @property
    def _by_potential(self) -> float:
        return 0.5 * (self.cathodic + self.anodic)

    @property
    def _by_concentration(self) -> float:
        """∂i/∂ln c at the front, where φ goes with ln c."""
        return self.cathodic + self._by_potential

    @property
    def neutral(self) -> float:
        """Wavenumber that neither grows nor shrinks [1/m]."""
        driven = self._by_concentration * self.gradient / self.concentration
        return math.sqrt(driven / (self._by_potential * self.per_curvature))

    def rate(self, k: Floats | float, *, capillarity: bool = True) -> Floats:
        """Return σ [1/s] for the wavenumber k [1/m]."""
        steep = self._by_concentration / self.concentration
        held = self._by_potential * self.per_curvature * np.square(k) if capillarity else 0.0
        return np.asarray(
            self.volume * (steep * self.gradient - held) / (1.0 + steep / (self.conduction * k))
        )


def verify() -> Verification:
    """Run the waves, and flat fronts with and without surface energy."""
    case = shipped_case(CASE)
    front = DepletedFront.of(case)
    rates = {share: _measured(case, share * front.neutral) for share in WAVES}
    flat = {strength: _roughness(case, strength) for strength in (None, _strength(case))}
    findings = [
        Finding(
            f"growth rate at {share:g} of the neutral wavenumber",
            rates[share],
            float(front.rate(share * front.neutral)),
            "1/s",
            0.02,
        )
        for share in WAVES
        if share not in NEUTRAL
    ]
    low, high = (rates[share] for share in NEUTRAL)
    squares = [(share * front.neutral) ** 2 for share in NEUTRAL]
    found = math.sqrt(squares[0] + (squares[1] - squares[0]) * low / (low - high))
    findings.append(
        Finding(
            "wavelength that neither grows nor shrinks",
            2e9 * math.pi / found,
            2e9 * math.pi / front.neutral,
            "nm",
            0.02,
        )
    )
    (_, free), (_, held) = flat.values()
    findings.append(
        Finding(
            "roughness of the flat front at the end",
            1e9 * float(held[-1]),
            0.0,
            "nm",
            1e-3,
            relative=False,
            note=f"{1e9 * free[-1]:.2g} nm without capillarity",
        )
    )
    figure = partial(draw, front=front, rates=rates, flat=tuple(flat.values()))
    return Verification(tuple(findings), figure)


def _strength(case: Case) -> float | None:
    return case.metal.surface_energy


def _measured(case: Case, k: float) -> float:
    """Run one wave; return its growth rate in the steady state [1/s]."""
    collector = case.section.collector
    assert isinstance(collector, Profile) and isinstance(collector.curve, Sinusoid)
    # A front that advances by w along its normal couples waves by w k (ka)²: small while it grows.
    growing = k < DepletedFront.of(case).neutral
    height = (0.004 if growing else 0.02) / k
    width = math.pi / k
    curve = collector.curve.model_copy(update={"amplitude": height})
    section = case.section.model_copy(
        update={
            "collector": Profile(width=width, curve=curve),
            "gap": case.section.gap - height,  # the mean gap is that of the case
        }
    )
    size = case.mesh.front_size * width / collector.width
    mesh = case.mesh.model_copy(update={"front_size": size})
    scaled = case.model_copy(update={"section": section, "mesh": mesh})
    points = [
        (record.time, amplitude_of(record.fields().value, k)) for record in records_of(scaled)
    ]
    times, amplitudes = np.array(points).T
    start = int(np.searchsorted(times, _STEADY))
    grown = math.log(amplitudes[-1] / amplitudes[start])
    return float(grown / (times[-1] - times[start]))


def _roughness(case: Case, strength: float | None) -> tuple[Floats, Floats]:
    """Run a flat front; return times [s] and roughness [m]."""
    section = case.section.model_copy(update={"collector": Foil(width=_FLAT_WIDTH)})
    metal = case.metal.model_copy(update={"surface_energy": strength})
    stop = case.stop.model_copy(update={"time": 4.0}) if case.stop is not None else None
    front = case.front.model_copy(update={"courant": 2.0})
    laws = {"foil": case.surfaces["profile"]}
    parts = {"section": section, "metal": metal, "surfaces": laws, "stop": stop, "front": front}
    rows = [(record.time, record.roughness) for record in records_of(case.model_copy(update=parts))]
    times, roughness = np.array(rows[1:]).T
    return times, roughness


def draw(
    figure: Figure,
    *,
    front: DepletedFront,
    rates: dict[float, float],
    flat: tuple[tuple[Floats, Floats], ...],
) -> None:
    """Draw growth rates (left) and the roughness of flat fronts (right)."""
    left, right = figure.subplots(1, 2)
    _draw_rates(left, front, rates)
    plain_axes(right)
    for (times, roughness), label, colour in zip(
        flat, ("without capillarity", "with capillarity"), CURVES, strict=False
    ):
        right.semilogy(times, 1e9 * roughness, color=colour, linewidth=1.2, label=label)
    right.set_xlabel("time [s]")
    right.set_ylabel("roughness [nm]")
    right.set_title("Noise on a flat front")
    right.legend(loc="upper left")


def _draw_rates(axes: Axes, front: DepletedFront, rates: dict[float, float]) -> None:
    plain_axes(axes)
    share = np.linspace(0.02, 1.6, 200)
    axes.axhline(0.0, color=OUTLINE, linewidth=0.6)
    free = front.rate(share * front.neutral, capillarity=False)
    axes.plot(share, free, color=OUTLINE, linewidth=0.9, linestyle="dashed", label="without")
    exact = front.rate(share * front.neutral)
    axes.plot(share, exact, color=OUTLINE, linewidth=1.2, label="linear stability")
    axes.scatter(
        list(rates), list(rates.values()), s=24, color=CURVES[0], zorder=3, label="computed"
    )
    axes.set_xlabel("wavenumber over the neutral one")
    axes.set_ylabel("growth rate [1/s]")
    axes.set_title("Growth rate of a wave")
    axes.legend(loc="lower left")


STATEMENT = """
Lithium in a dilute 1:1 salt at 95 % of the limiting current 2 F D c0/((1 - t₊)L) between two
electrodes; the counter electrode recedes evenly, so that the gap L = 20 µm stays. Butler–Volmer
kinetics with α = 1/2, surface energy γ_s = 0.5 J/m².

In the steady state c' = i/(2FD₊) - c w/D, with w the speed of the front and the salt that was
there at the start; this gives c and c' at the front. The anions are at rest, so φ = (RT/F) ln c +
const. With a wave a cos kx on the front, k L ≫ 1, and i = i_c - i_a,

    i₁ = [i_c + α(i_c + i_a)] δc/c - α(i_c + i_a) (F/RT) s k² a,
    δc = a c' - i₁/(2FD₊k),   s = γ_s V_m/F.

Hence, with b = [i_c + α(i_c + i_a)]/c,

    σ(k) = Ω [b c' - α(i_c + i_a)(F/RT) s k²]/(1 + b/(2FD₊k)).

Waves of more than 0.15 µm grow, shorter ones shrink. With i_a ≪ i_c the neutral one is k² = 3
(c'/c)(RT/F)/s. Left out are the unsteady term σ/(Dk²) ~ 1e-6 and the salt that the wave itself
displaces, c V_m ~ 1e-3. A front that advances by w along its normal couples waves by about w k
(ka)², so growing ones start at ka = 0.004.

The second part is a flat front of 60 nm, without room for a wave that grows, with edges of 6 nm.
Errors of currents on an unstructured mesh make it rough. Without capillarity all waves grow, the
short ones by e in 0.75 s.

Source: linear stability analysis of a depleting electrode; derivation above. The surface energy
is about that of lithium."""

BENCHMARK = Benchmark(
    name="capillary_depletion",
    title="Waves and noise at 95 % of the limiting current",
    statement=STATEMENT,
    cases=(CASE,),
    long=True,
    run=verify,
    not_verified="Patterns that grow from waves longer than the neutral one.",
)
