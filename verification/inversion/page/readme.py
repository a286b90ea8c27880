"""Part of the README on inversion, between two comments."""

from __future__ import annotations

from verification.inversion.cloth_cell import ClothCell
from verification.inversion.data import Data
from verification.inversion.groups import cloth_of, groups_of
from verification.inversion.page.map_section import judged
from verification.inversion.page.markdown import number, table
from verification.inversion.page.observations import READINGS, observations, stored_readings
from verification.inversion.page.pair_section import state_at
from verification.inversion.shipped_run import CAPACITIES, ShippedRun

SHOWN = ("two given overpotentials", "one potential, 1 mA/cm²")
"""Readings whose judgement of the study's observations the README shows."""
COARSER = "on a coarser mesh than the cases above"
COMMAND = "bin/platefront python -m verification.inversion.page"
BEGIN = f"<!-- written by `{COMMAND}`, from runs stored in docs/inversion -->"
END = "<!-- end of the part that is written -->"


def with_part(readme: str, data: Data) -> str:
    """Return the README with its part on inversion replaced.

    Raises:
        ValueError: the two comments are not in the text, each once and in their order.
    """
    before, begin, rest = readme.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in old or END in after:
        raise ValueError(f"the README needs {BEGIN} and {END}, each once")
    return f"{before}{BEGIN}\n\n{part(data)}\n\n{END}{after}"


def part(data: Data) -> str:
    """Return the part on inversion."""
    verdicts = judged(data.map)
    usual, readings = ClothCell(), stored_readings(data)
    cloth, groups = cloth_of(usual.diffusivity, usual.gap), groups_of(usual)
    blocks = [
        "**Two readings.** Two given overpotentials put part of the answer into the question. A "
        "real cloth has one electrode potential; what keeps bare carbon free of lithium is then "
        "its nucleation barrier (here 100 mV, with Butler–Volmer kinetics; both are assumed)."
    ]
    if readings:
        blocks += [shares_table(data), observations(data, [r for r in SHOWN if r in readings])]
    blocks += [
        "**The barrier decides.** At one potential and 1 mA/cm² "
        "([low_barrier_inverted.toml](cases/inverted_anode/low_barrier_inverted.toml), "
        "[one_potential_inverted.toml](cases/inverted_anode/one_potential_inverted.toml)):",
        barrier_table(data),
        "The lithiated half alone carries this current with an overpotential of "
        f"{1e3 * cloth.thermal_voltage * groups.overpotential:.0f} mV. A higher barrier keeps "
        "the bare half free; with a lower one most lithium goes there, for it has nearly five "
        f"times the surface. The electrolyte has little say (Wagner number {groups.wagner:.0f}). "
        f"The rule holds in {sum(verdicts.values())} of {len(verdicts)} runs over barrier, "
        "exchange current density and current. Neither barrier nor exchange current density is "
        "known for the study's electrolyte, so where the lithium goes is here a result of assumed "
        "numbers, not a prediction: [docs/inversion.md](docs/inversion.md).",
    ]
    return "\n\n".join(blocks)


def shares_table(data: Data) -> str:
    """Return the state of the inverted cloth under each reading."""
    readings = stored_readings(data)
    names = [f"{READINGS[reading]}inverted" for reading in readings]
    rows = []
    for capacity in CAPACITIES:
        states = [state_at(data, name, capacity) for name in names]
        shares = [number(state.bottom_share, 2) if state else "–" for state in states]
        rows.append([f"share of the lower half after {capacity:g} mAh/cm²", *shares])
    last = [state_at(data, name, CAPACITIES[-1]) for name in names]
    cells = [f"{number(state.bare_thickness, 1)} µm" if state else "–" for state in last]
    rows.append([f"lithium on bare fibres, mean, at {CAPACITIES[-1]:g} mAh/cm²", *cells])
    return table([f"inverted cloth, {COARSER}", *readings], rows)


def barrier_table(data: Data) -> str:
    """Return the shares with a low and a high barrier."""
    names = ("low_barrier", "one_potential")
    shares = [data.barriers[ShippedRun(f"{name}_inverted", 1.0)].end.bottom_share for name in names]
    return table(
        ["inverted, after 1 mAh/cm²", "barrier 30 mV", "barrier 100 mV"],
        [
            [
                "share of charge in the lower half at one potential",
                *(number(share, 3) for share in shares),
            ]
        ],
    )
