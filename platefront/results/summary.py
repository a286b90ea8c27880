"""summary.json: status, totals, balances, wall time and provenance of a run."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from platefront.case.plugins import loaded_plugins
from platefront.results.books import Audit
from platefront.results.files import replace_text
from platefront.results.folder import PROGRAM
from platefront.results.versions import git_commit, library_versions
from platefront.solvers.balance.books import Books, Corrections
from platefront.solvers.balance.step_record import Event, StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.model.voltage.solid_drops import SolidDrops

_THIRDS = ("lower", "middle", "upper")

type Status = Literal["running", "finished", "interrupted", "failed"]


@dataclass(slots=True)
class Summary:
    """Content of summary.json, updated with each record and written on request.

    Attributes:
        case: name of the case file.
        status: status of the run.
        width: width of the section, the electrode footprint before the first state [m].
        reason: reason for its end; None while running.
        wall_time: phase → wall time [s]; the remainder is reported as `other`.
        total_time: wall time since the start of the run [s].
        peak_memory: peak memory, over all processes [bytes].
        properties_hold: range of concentration in which those of the electrolyte hold [mol/m³];
            None for constants.
        concentrations: smallest and largest one of the run [mol/m³].
    """

    case: str
    width: float | None = None
    status: Status = "running"
    reason: str | None = None
    wall_time: Mapping[str, float] = field(default_factory=dict)
    total_time: float = 0.0
    peak_memory: int = 0
    frames: int = 0
    last: StepRecord | None = None
    newton_iterations: int = 0
    events: Counter[str] = field(default_factory=Counter)
    largest_residues: dict[str, float] = field(default_factory=dict)
    audit: Audit = field(default_factory=Audit)
    properties_hold: tuple[float, float] | None = None
    concentrations: tuple[float, float] | None = None
    versions: dict[str, str | None] = field(default_factory=library_versions)
    plugins: dict[str, str] = field(default_factory=loaded_plugins)
    commit: str | None = field(default_factory=git_commit)

    def add(self, record: StepRecord) -> None:
        """Add one state."""
        self.last = record
        self.audit.add(record)
        low, high = self.concentrations or (math.inf, -math.inf)
        self.concentrations = (
            min(low, record.min_concentration),
            max(high, record.max_concentration),
        )
        self.newton_iterations += record.newton_iterations
        self.events.update(kinds(record.events))
        for name, residue in residues(record.books).items():
            self.largest_residues[name] = max(self.largest_residues.get(name, 0.0), abs(residue))

    def write(self, path: Path) -> None:
        """Write the file atomically."""
        text = json.dumps(json_data(self.content()), indent=2, allow_nan=False)
        replace_text(path, text + "\n")

    def content(self) -> dict[str, object]:
        """Return the content of the file as plain data."""
        phases = {name: seconds for name, seconds in self.wall_time.items() if name != "other"}
        return {
            "program": PROGRAM,
            "case": self.case,
            "status": self.status,
            "reason": self.reason,
            "width_m": self.width if self.last is None else self.last.footprint,
            **(_state(self.last) if self.last else {}),
            "books_largest": self.largest_residues,
            "ledger": self.audit.content(),
            "warnings": self.audit.warnings(),
            "concentrations_mol_per_m3": self.concentrations,
            "properties_hold_mol_per_m3": self.properties_hold,
            "newton_iterations": self.newton_iterations,
            "events": dict(sorted(self.events.items())),
            "frames": self.frames,
            "wall_time_s": {
                "total": self.total_time,
                **phases,
                "other": max(0.0, self.total_time - sum(phases.values())),
            },
            "peak_memory_bytes": self.peak_memory,
            "versions": self.versions,
            "plugins": self.plugins,
            "git_commit": self.commit,
        }


def _state(record: StepRecord) -> dict[str, object]:
    surfaces = record.surfaces.items()
    shares = record.plated.shares_by_third or (None, None, None)
    stripped = record.stripped.shares_by_third or (None, None, None)
    return {
        "steps": record.step,
        "time_s": record.time,
        "capacity_mAh_per_cm2": record.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2,
        "current_density_A_per_m2": record.current,
        "electrode_potential_V": record.electrode_potential,
        "bottom_share": record.bottom_share,
        "share_by_third": dict(zip(_THIRDS, shares, strict=True)),
        "stripped_bottom_share": record.stripped.bottom_share,
        "stripped_share_by_third": dict(zip(_THIRDS, stripped, strict=True)),
        "charge_by_surface": {name: s.charge for name, s in surfaces},
        "current_by_surface": {name: s.current for name, s in surfaces},
        "thickness_mean_by_surface": {name: s.thickness_mean for name, s in surfaces},
        "thickness_max_by_surface": {name: s.thickness_max for name, s in surfaces},
        "regions": {
            name: {
                "pores_m2": r.pores,
                "salt_mol_per_m": r.salt,
                "mean_concentration_mol_per_m3": r.concentration,
                "min_concentration_mol_per_m3": r.lowest,
                "max_concentration_mol_per_m3": r.highest,
            }
            for name, r in record.regions.items()
        },
        "fullest_pores": record.share_of_pores,
        **_solids(record.solids),
        "units_by_surface": {"charge": "C/m", "current": "A/m", "thickness": "m"},
        "gap_to_counter_m": record.gap_to_counter,
        "room_left": record.room_left,
        "current_unevenness": record.unevenness,
        "trapped_area_m2": record.trapped_area,
        "electrolyte_area_m2": record.electrolyte_area,
        "deposit_area_m2": record.deposit_area,
        "dead_area_m2": record.dead_area,
        "dead_mAh_per_cm2": record.dead_capacity / COULOMB_PER_M2_PER_MAH_PER_CM2,
        **_films(record),
        "min_concentration_mol_per_m3": record.min_concentration,
        "max_concentration_mol_per_m3": record.max_concentration,
        "books": residues(record.books),
        "corrections": _corrections(record.corrections),
        "remeshings": record.remeshings,
        "unknowns": record.unknowns,
    }


def _films(record: StepRecord) -> dict[str, object]:
    """Return the metal in films that grow, and their thickness; empty without any."""
    if (film := record.film) is None:
        return {}
    return {
        "to_film_mAh_per_cm2": film.consumed / COULOMB_PER_M2_PER_MAH_PER_CM2,
        "films": {
            name: {"thickness_mean_m": mean, "thickness_max_m": largest}
            for name, (mean, largest) in film.extent.items()
        },
    }


def _corrections(made: Corrections) -> dict[str, float]:
    """Return the numerical corrections; that of films only with films that grow."""
    found = {"moved_area": made.moved_area, "salt": made.salt, "current": made.current}
    return found if made.film is None else {**found, "film": made.film}


def _solids(drops: SolidDrops | None) -> dict[str, object]:
    """Return drops and powers in solids that resist; empty where they conduct perfectly."""
    if drops is None:
        return {}
    powers = {"host": drops.host, "deposit": drops.deposit, "contact": drops.contact}
    return {"solids": {"largest_drop_V": drops.largest, "power_W_per_m": powers}}


def residues(books: Books) -> dict[str, float]:
    """Return the residues of the balances by name."""
    return {
        "faraday": books.faraday,
        "current": books.current,
        "continuity": books.continuity,
        "anions": books.anions,
        "area": books.area,
        **({} if books.film is None else {"film": books.film}),
    }


def kinds(events: Iterable[Event]) -> Iterable[str]:
    """Yield the kind of each event."""
    return (event.kind for event in events)


def json_data(value: object) -> object:
    """Convert data to JSON types, with null for infinity and nan."""
    if isinstance(value, dict):
        return {key: json_data(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [json_data(entry) for entry in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    return value
