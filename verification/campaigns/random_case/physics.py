"""Random electrolytes, rate laws, controls and counter electrodes."""

from __future__ import annotations

from random import Random

from verification.campaigns.random_case.toml import Table

MODES = ("galvanostatic", "stripping", "potentiostatic", "overpotentials", "pulse_reverse")
"""Controls; stripping is galvanostatic with a negative current."""


def electrolyte(draw: Random, mode: str) -> Table:
    """Return an electrolyte; pulses require the stationary one."""
    model = draw.choice(["nernst_planck", "nernst_planck", "ohmic", "supported", "concentrated"])
    if mode == "pulse_reverse":
        model = "ohmic"
    keys: Table = {
        "model": model,
        "concentration": f"{_log(draw, 0.1, 2.0):.3g} mol/L",
        "temperature": f"{draw.uniform(263, 333):.1f} K",
    }
    if model == "concentrated":
        keys |= _solution(draw)
    elif model == "nernst_planck" and draw.random() < 0.7:
        keys["salt_diffusivity"] = f"{_log(draw, 5e-11, 1e-9):.3g} m^2/s"
        keys["transference_number"] = round(draw.uniform(0.1, 0.9), 3)
    elif model == "nernst_planck":
        keys["cation_diffusivity"] = f"{_log(draw, 5e-11, 1e-9):.3g} m^2/s"
        keys["anion_diffusivity"] = f"{_log(draw, 5e-11, 1e-9):.3g} m^2/s"
    else:
        keys["conductivity"] = f"{_log(draw, 0.05, 10.0):.3g} S/m"
    if model == "supported":
        keys["ion_diffusivity"] = f"{_log(draw, 5e-11, 1e-9):.3g} m^2/s"
    return keys


def _solution(draw: Random) -> Table:
    """Return a solution within whose range a random concentration lies, and its temperature."""
    kind = draw.choice(
        ["lipf6_landesfeind_2019", "lipf6_ec_emc_nyman_2008", "litfsi_peo_edman_2000", "own"]
    )
    keys: Table = {"set": kind}
    warm: Table = {}
    if kind == "lipf6_landesfeind_2019":
        keys["solvent"] = draw.choice(["EC:DMC 1:1", "EC:EMC 3:7", "EMC:FEC 19:1"])
        warm["temperature"] = f"{draw.uniform(264, 322):.1f} K"
    elif kind == "lipf6_ec_emc_nyman_2008":
        warm |= {"temperature": "25 degC", "concentration": f"{draw.uniform(0.3, 1.9):.3g} mol/L"}
    elif kind == "litfsi_peo_edman_2000":
        warm |= {"temperature": "85 degC", "concentration": f"{draw.uniform(0.4, 2.4):.3g} mol/L"}
    else:
        fall = draw.uniform(0.0, 1.5)
        keys["concentrations"] = ["0.05 mol/L", "6 mol/L"]
        keys["conductivity"] = {
            "formula": f"{_log(draw, 0.05, 3.0):.3g}*c*exp(-{fall:.3g}*c)",
            "unit": "1 S/m",
        }
        keys["diffusivity"] = {
            "formula": f"{_log(draw, 0.5, 10.0):.3g}*exp(-{0.7 * fall:.3g}*c)",
            "unit": "1e-10 m^2/s",
        }
        keys["transference_number"] = {"value": round(draw.uniform(-0.3, 1.0), 3)}
        keys["thermodynamic_factor"] = {"formula": f"1 + {draw.uniform(0.0, 1.5):.3g}*c"}
    return {**warm, "solution": keys}


def control(draw: Random, mode: str, current: float) -> Table:
    """Return a control.

    Args:
        draw: random numbers.
        mode: one of `MODES`.
        current: magnitude of the current density [mA/cm²].
    """
    match mode:
        case "galvanostatic":
            return {"mode": mode, "current_density": f"{current:.4g} mA/cm^2"}
        case "stripping":
            return {"mode": "galvanostatic", "current_density": f"{-current:.4g} mA/cm^2"}
        case "potentiostatic":
            return {"mode": mode, "electrode_potential": f"{draw.uniform(-150, -5):.3g} mV"}
        case "pulse_reverse":
            return {
                "mode": mode,
                "mean_current_density": f"{current:.4g} mA/cm^2",
                "reverse_current_density": f"{-current * draw.uniform(0.2, 3.0):.4g} mA/cm^2",
                "forward_share": round(draw.uniform(0.5, 0.98), 3),
            }
        case _:
            return {"mode": mode}


def counter(draw: Random, *, is_fixed: bool) -> Table:
    """Return a counter electrode, which stays in place if the front is fixed."""
    recessions = ["none"] if is_fixed else ["none", "none", "even"]
    if draw.random() < 0.5:
        return {"kind": "reservoir", "recession": draw.choice(recessions)}
    if not is_fixed:
        recessions.append("local")
    return {
        "kind": "lithium",
        "recession": draw.choice(recessions),
        "exchange_current_density": _exchange(draw),
    }


def surfaces(draw: Random, names: tuple[str, ...], mode: str, model: str) -> Table:
    """Return rate laws, of which the first reacts, as do most others."""
    if mode == "overpotentials":
        laws = ["overpotential"]
    elif mode == "potentiostatic" and model == "ohmic":
        laws = ["reversible", "linear", "butler_volmer"]
    else:
        laws = ["butler_volmer", "butler_volmer", "linear"]
    law = draw.choice(laws)
    tables: Table = {}
    for number, name in enumerate(names):
        if number and draw.random() < 0.25:
            tables[name] = {"law": "insulating"}
        else:
            # two laws in one case, but a reversible surface beside itself only
            same = law == "reversible" or draw.random() < 0.7
            tables[name] = _law(draw, law if same else draw.choice(laws[1:] or laws))
    return tables


def _law(draw: Random, law: str) -> Table:
    keys: Table = {"law": law}
    if law == "overpotential":
        keys["overpotential"] = f"{-_log(draw, 1, 100):.3g} mV"
        keys["exchange_current_density"] = _exchange(draw)
    if law == "linear":
        keys["conductance"] = f"{_log(draw, 50, 5000):.3g} S/m^2"
    if law == "butler_volmer":
        anodic = round(draw.uniform(0.3, 0.7), 2)
        keys["exchange_current_density"] = _exchange(draw)
        keys |= {"anodic_transfer": anodic, "cathodic_transfer": round(1 - anodic, 2)}
        if draw.random() < 0.3:
            keys["reaction_order"] = draw.choice([0.0, 0.5, 2.0])
        if draw.random() < 0.4:
            keys["nucleation_barrier"] = f"{draw.uniform(5, 60):.3g} mV"
            keys["nucleation_thickness"] = f"{_log(draw, 10, 500):.3g} nm"
    if law in ("butler_volmer", "linear"):
        if draw.random() < 0.3:
            keys["film_resistance"] = f"{_log(draw, 1e-4, 1e-2):.3g} ohm*m^2"
        if draw.random() < 0.2:
            keys["deposit_conductivity"] = f"{_log(draw, 1e-4, 10):.3g} S/m"
    return keys


def _exchange(draw: Random) -> str:
    return f"{_log(draw, 0.05, 20):.3g} mA/cm^2"


def _log(draw: Random, least: float, largest: float) -> float:
    """Return a number whose logarithm is distributed evenly."""
    return float(least * (largest / least) ** draw.random())
