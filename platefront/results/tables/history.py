"""history.csv: one row for every state of a run, with the first and the last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from platefront.results.files import CsvLog, CsvValue
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2

VOLTAGE_PARTS = (
    "equilibrium",
    "kinetic",
    "counter",
    "capillary",
    "nucleation",
    "film",
    "deposit",
    "concentration",
    "ohmic",
    "electronic",
)
"""Parts of the electrode potential."""


SOLIDS = (
    "largest_drop_in_solids_V",
    "power_in_host_W_per_m",
    "power_in_deposit_W_per_m",
    "power_in_contact_W_per_m",
)
"""Columns of solids that resist."""


class OptionalColumns(NamedTuple):
    """Columns that only some histories have.

    Attributes:
        regions: names of the regions of the electrolyte, if there are several.
        resistive: True for solids that resist.
    """

    regions: Sequence[str] = ()
    resistive: bool = False


NO_OPTIONS = OptionalColumns()
"""One region, perfect conductors."""


def history_columns(surfaces: Sequence[str], options: OptionalColumns = NO_OPTIONS) -> list[str]:
    """Return column names with units.

    Args:
        surfaces: names of the surfaces, in the section's order.
        options: what else there are columns of.
    """
    return [
        "time_s",
        "cycle",
        "protocol_step",
        "capacity_mAh_per_cm2",
        "time_step_s",
        "current_density_A_per_m2",
        "electrode_potential_V",
        *(f"{part}_V" for part in VOLTAGE_PARTS),
        *(f"power_{name}_W_per_m" for name in surfaces),
        *(SOLIDS if options.resistive else ()),
        "bottom_share",
        "share_lower_third",
        "share_middle_third",
        "share_upper_third",
        "stripped_bottom_share",
        "stripped_share_lower_third",
        "stripped_share_middle_third",
        "stripped_share_upper_third",
        "plated_mAh_per_cm2",
        "stripped_mAh_per_cm2",
        "gap_to_counter_m",
        "roughness_m",
        "current_unevenness",
        *(f"current_{name}_A_per_m" for name in surfaces),
        *(f"charge_{name}_C_per_m" for name in surfaces),
        *(f"thickness_mean_{name}_m" for name in surfaces),
        *(f"thickness_max_{name}_m" for name in surfaces),
        *(f"length_{name}_m" for name in surfaces),
        "trapped_area_m2",
        "electrolyte_area_m2",
        "deposit_area_m2",
        "dead_area_m2",
        "dead_mAh_per_cm2",
        "min_concentration_mol_per_m3",
        "max_concentration_mol_per_m3",
        *(f"mean_concentration_{name}_mol_per_m3" for name in options.regions),
        "books_faraday",
        "books_current",
        "books_continuity",
        "books_anions",
        "books_area",
        "corrections_moved_area",
        "corrections_salt",
        "corrections_current",
        "step",
        "remeshings",
        "newton_iterations",
        "unknowns",
    ]


def _voltage(record: StepRecord) -> list[CsvValue]:
    """Return the parts of the electrode potential and the powers; None without any."""
    if (voltage := record.voltage) is None:
        return [None] * (len(VOLTAGE_PARTS) + len(record.surfaces))
    parts = [getattr(voltage, part) for part in VOLTAGE_PARTS]
    return [*parts, *(voltage.power[name] for name in record.surfaces)]


def _solids(record: StepRecord) -> list[CsvValue]:
    """Return the cells of `SOLIDS`; none where solids conduct perfectly."""
    if (solids := record.solids) is None:
        return []
    return [solids.largest, solids.host, solids.deposit, solids.contact]


def history_row(record: StepRecord) -> list[CsvValue]:
    """Return the cells of `history_columns` for one record; None without a value."""
    surfaces = record.surfaces.values()
    return [
        record.time,
        record.cycle,
        record.protocol_step,
        record.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2,
        record.time_step,
        record.current,
        record.electrode_potential,
        *_voltage(record),
        *_solids(record),
        record.bottom_share,
        *(record.plated.shares_by_third or (None, None, None)),
        record.stripped.bottom_share,
        *(record.stripped.shares_by_third or (None, None, None)),
        record.plated.total / record.footprint / COULOMB_PER_M2_PER_MAH_PER_CM2,
        record.stripped.total / record.footprint / COULOMB_PER_M2_PER_MAH_PER_CM2,
        record.gap_to_counter,
        record.roughness,
        record.unevenness,
        *(surface.current for surface in surfaces),
        *(surface.charge for surface in surfaces),
        *(surface.thickness_mean for surface in surfaces),
        *(surface.thickness_max for surface in surfaces),
        *(surface.length for surface in surfaces),
        record.trapped_area,
        record.electrolyte_area,
        record.deposit_area,
        record.dead_area,
        record.dead_capacity / COULOMB_PER_M2_PER_MAH_PER_CM2,
        record.min_concentration,
        record.max_concentration,
        *(region.concentration for region in record.regions.values()),
        record.books.faraday,
        record.books.current,
        record.books.continuity,
        record.books.anions,
        record.books.area,
        record.corrections.moved_area,
        record.corrections.salt,
        record.corrections.current,
        record.step,
        record.remeshings,
        record.newton_iterations,
        record.unknowns,
    ]


class HistoryLog:
    """Writer of history.csv."""

    def __init__(
        self,
        path: Path,
        surfaces: Sequence[str],
        size: int | None = None,
        options: OptionalColumns = NO_OPTIONS,
    ) -> None:
        self._surfaces = tuple(surfaces)
        self.log = CsvLog(path, history_columns(surfaces, options), size)

    def append(self, record: StepRecord) -> None:
        """Write the row of one state without buffering."""
        if tuple(record.surfaces) != self._surfaces:
            raise ValueError(f"surfaces {tuple(record.surfaces)}, expected {self._surfaces}")
        self.log.append([history_row(record)])
