"""Random protocols: steps as of a battery tester with their ends, one or several, and cycles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from verification.campaigns.random_case.toml import Table


@dataclass(frozen=True, slots=True)
class StepSize:
    """Orders of magnitude of the steps of a protocol.

    Attributes:
        charge: capacity of a step per footprint [mAh/cm²].
        current: current density [mA/cm²].
        concentration: of the electrolyte at the start [mol/L].
        averages_pulses: True if the electrolyte permits pulses that are not resolved in time.
    """

    charge: float
    current: float
    concentration: float
    averages_pulses: bool

    @property
    def time(self) -> float:
        """Time in which the current passes the charge [s]."""
        return 3600.0 * self.charge / self.current


def plating(draw: Random, size: StepSize) -> Table:
    """Return a step that plates at a given current."""
    return {**_current(draw, size, 1), "until": _ends(draw, size, 1)}


def stripping(draw: Random, size: StepSize) -> Table:
    """Return a step that strips a part of what was plated, or a little more."""
    return {**_current(draw, size, -1), "until": _ends(draw, size, -1)}


def emptying(draw: Random, size: StepSize) -> Table:
    """Return a step that would strip more than there is."""
    charge = -size.charge * draw.uniform(4.0, 20.0)
    until: Table = {"capacity": f"{charge:.4g} mAh/cm^2"}
    if draw.random() < 0.6:
        until["potential_above"] = f"{draw.uniform(300, 800):.3g} mV"
    return {**_current(draw, size, -1), "until": until}


def rest(draw: Random, size: StepSize) -> Table:
    """Return a rest, from a moment to far longer than a step."""
    return {"mode": "rest", "until": {"time": f"{_log(draw, 0.001, 10.0) * size.time:.4g} s"}}


def constant_voltage(draw: Random, size: StepSize) -> Table:
    """Return a step at a potential that plates or strips."""
    potential = draw.choice([-1, 1]) * _log(draw, 1.0, 120.0)
    until: Table = {"time": f"{draw.uniform(0.1, 1.0) * size.time:.4g} s"}
    if draw.random() < 0.5:
        until["current_below"] = f"{_log(draw, 0.01, 2.0) * size.current:.3g} mA/cm^2"
    if draw.random() < 0.7:  # or the metal that a large current takes
        sign = -1 if potential > 0 else 1
        until["capacity"] = f"{sign * draw.uniform(0.2, 1.0) * size.charge:.4g} mAh/cm^2"
    if draw.random() < 0.2:
        until["concentration_below"] = _concentration(draw, size)
    return {
        "mode": "potentiostatic",
        "electrode_potential": f"{potential:.4g} mV",
        "until": until,
    }


def sweep(draw: Random, size: StepSize) -> Table:
    """Return a sweep of the potential to plating or stripping ones."""
    start, end = (draw.choice([-1, 1]) * _log(draw, 2.0, 150.0) for _ in range(2))
    rate = _log(draw, 50.0, 5000.0) / size.time
    step: Table = {"mode": "sweep", "end_potential": f"{end:.4g} mV", "rate": f"{rate:.3g} mV/s"}
    if draw.random() < 0.4:
        step["start_potential"] = f"{start:.4g} mV"
    charge = draw.uniform(0.3, 1.0) * size.charge
    sign = draw.choice([-1, 1])
    step["until"] = {
        "capacity": f"{sign * charge:.4g} mAh/cm^2",
        "time": f"{draw.uniform(0.3, 1.5) * size.time:.4g} s",
    }
    return step


def pulses(draw: Random, size: StepSize) -> Table:
    """Return a train of a few pulses with pauses or reverse pulses, or of averaged ones."""
    if size.averages_pulses and draw.random() < 0.5:
        return {
            "mode": "pulse_reverse",
            "mean_current_density": f"{size.current:.4g} mA/cm^2",
            "reverse_current_density": f"{-size.current * draw.uniform(0.2, 2.0):.4g} mA/cm^2",
            "forward_share": round(draw.uniform(0.6, 0.98), 3),
            "until": {"capacity": f"{draw.uniform(0.2, 1.0) * size.charge:.4g} mAh/cm^2"},
        }
    count = draw.randint(2, 5)
    on = size.time * draw.uniform(0.3, 1.0) / count
    off = on * _log(draw, 0.05, 2.0)
    step: Table = {
        "mode": "pulse",
        "on_current_density": f"{size.current:.4g} mA/cm^2",
        "on_time": f"{on:.4g} s",
        "off_time": f"{off:.4g} s",
    }
    if draw.random() < 0.4:
        share = draw.uniform(0.05, 0.8) * min(1.0, on / off)  # strips less than was plated
        step["off_current_density"] = f"{-size.current * share:.4g} mA/cm^2"
    until: Table = {"time": f"{(count - draw.choice([0.0, 0.3, 0.8])) * (on + off):.6g} s"}
    if draw.random() < 0.3:
        until["potential_below"] = f"{-_log(draw, 20, 500):.3g} mV"
    return {**step, "until": until}


def cycles(draw: Random, size: StepSize) -> Table:
    """Return a group of plating and stripping, with or without rests, that is repeated."""
    steps = [plating(draw, size)]
    if draw.random() < 0.5:
        steps.append(rest(draw, size))
    steps.append(draw.choice([stripping, stripping, emptying])(draw, size))
    if draw.random() < 0.3:
        steps.append(rest(draw, size))
    return {"mode": "cycles", "repeat": draw.randint(2, 3), "steps": steps}


type StepMaker = Callable[[Random, StepSize], Table]

_STEPS: tuple[StepMaker, ...] = (
    plating, stripping, rest, sweep, pulses, constant_voltage, cycles, emptying,
)  # fmt: skip
THEMES: Mapping[str, tuple[StepMaker, ...]] = {
    "charging": (plating, rest, plating, rest),
    "cycles": (cycles, rest),
    "emptying": (plating, rest, emptying, plating),
    "sweeps": (plating, sweep, rest, sweep),
    "pulses": (pulses, stripping, pulses),
    "constant voltage": (plating, constant_voltage, constant_voltage),
    "anything": (plating,),
}
"""Kind of protocol → the entries that it consists of, or begins with."""


def random_protocol(draw: Random, theme: str, size: StepSize) -> list[Table]:
    """Return the entries of a protocol that begins with plating.

    Args:
        draw: random numbers.
        theme: one of `THEMES`.
        size: of its steps.
    """
    makers = THEMES[theme]
    if theme == "anything":
        makers += tuple(draw.choice(_STEPS) for _ in range(draw.randint(1, 4)))
    return [make(draw, size) for make in makers]


def _current(draw: Random, size: StepSize, sign: int) -> Table:
    """Return a galvanostatic step without its ends: a current density or a C-rate."""
    current = sign * size.current * _log(draw, 0.3, 2.0)
    if draw.random() < 0.7:
        return {"mode": "galvanostatic", "current_density": f"{current:.4g} mA/cm^2"}
    return {
        "mode": "galvanostatic",
        "c_rate": float(f"{current / size.charge:.4g}"),
        "capacity_at_1c": f"{size.charge:.6g} mAh/cm^2",
    }


def _ends(draw: Random, size: StepSize, sign: int) -> Table:
    """Return the ends of a galvanostatic step: a capacity or a time, and others."""
    ends: Table = {"capacity": f"{sign * draw.uniform(0.2, 1.0) * size.charge:.4g} mAh/cm^2"}
    if draw.random() < 0.3:
        ends["time"] = f"{draw.uniform(0.2, 2.0) * size.time:.4g} s"
    if draw.random() < 0.4:
        key = "potential_below" if sign > 0 else "potential_above"
        ends[key] = f"{-sign * _log(draw, 20, 600):.3g} mV"
    if draw.random() < 0.2:
        ends["concentration_below"] = _concentration(draw, size)
    if sign > 0 and draw.random() < 0.15:
        ends["pores_closed"] = draw.randint(1, 3)
    if draw.random() < 0.3:
        del ends["capacity"]
        ends["time"] = f"{draw.uniform(0.2, 1.0) * size.time:.4g} s"
    return ends


def _concentration(draw: Random, size: StepSize) -> str:
    return f"{draw.uniform(0.3, 0.95) * size.concentration:.4g} mol/L"


def _log(draw: Random, least: float, largest: float) -> float:
    """Return a number whose logarithm is distributed evenly."""
    return float(least * (largest / least) ** draw.random())
