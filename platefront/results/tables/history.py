"""history.csv: one row for every state of a run, with the first and the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from platefront.results.files import CsvLog, CsvValue
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.model.kinetics.film import growing_film
from platefront.solvers.model.problem import PlatingProblem

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


@dataclass(frozen=True, slots=True)
class FurtherColumns:
    """Names of what has columns besides the surfaces.

    Attributes:
        regions: names of the regions of the electrolyte, if there are several.
        hosts: names of the porous hosts among them, whose walls are surfaces.
        films: names of the surfaces with films that grow.
        resistive: True for solids that resist.
    """

    regions: Sequence[str] = ()
    hosts: Sequence[str] = ()
    films: Sequence[str] = ()
    resistive: bool = False

    @classmethod
    def of(cls, problem: PlatingProblem) -> FurtherColumns:
        """Return those of a problem."""
        films = [name for name, law in problem.surfaces.items() if growing_film(law) is not None]
        return cls(
            problem.section.region_names,
            problem.hosts.names,
            films,
            resistive=problem.conduction is not None,
        )


_NONE = FurtherColumns()


def history_columns(surfaces: Sequence[str], further: FurtherColumns = _NONE) -> list[str]:
    """Return column names with units.

    Args:
        surfaces: names of the surfaces, in the section's order.
        further: what has columns besides.
    """
    films = further.films
    surfaces = (*surfaces, *further.hosts)
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
        *(SOLIDS if further.resistive else ()),
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
        *(["to_film_mAh_per_cm2"] if films else []),
        *(f"film_thickness_mean_{name}_m" for name in films),
        *(f"film_thickness_max_{name}_m" for name in films),
        "min_concentration_mol_per_m3",
        "max_concentration_mol_per_m3",
        *(f"mean_concentration_{name}_mol_per_m3" for name in further.regions),
        *(["fullest_pores"] if further.hosts else []),
        "books_faraday",
        "books_current",
        "books_continuity",
        "books_anions",
        "books_area",
        *(["books_film"] if films else []),
        "corrections_moved_area",
        "corrections_salt",
        "corrections_current",
        *(["corrections_film"] if films else []),
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


def _films(record: StepRecord) -> list[CsvValue]:
    """Return the metal in films that grow, and their thickness; empty without any."""
    if (film := record.film) is None:
        return []
    means, largest = zip(*film.extent.values(), strict=True)
    return [film.consumed / COULOMB_PER_M2_PER_MAH_PER_CM2, *means, *largest]


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
        *_films(record),
        record.min_concentration,
        record.max_concentration,
        *(region.concentration for region in record.regions.values()),
        *([] if record.share_of_pores is None else [record.share_of_pores]),
        record.books.faraday,
        record.books.current,
        record.books.continuity,
        record.books.anions,
        record.books.area,
        *([] if record.books.film is None else [record.books.film]),
        record.corrections.moved_area,
        record.corrections.salt,
        record.corrections.current,
        *([] if record.corrections.film is None else [record.corrections.film]),
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
        further: FurtherColumns = _NONE,
    ) -> None:
        self._surfaces = (*surfaces, *further.hosts)
        self.log = CsvLog(path, history_columns(surfaces, further), size)

    def append(self, record: StepRecord) -> None:
        """Write the row of one state without buffering."""
        if tuple(record.surfaces) != self._surfaces:
            raise ValueError(f"surfaces {tuple(record.surfaces)}, expected {self._surfaces}")
        self.log.append([history_row(record)])
