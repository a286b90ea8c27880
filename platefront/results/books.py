"""Audit of the conservation balances: entries, residues and exceeded limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from platefront.results.book_limits import BOOKS, Book
from platefront.solvers.balance.step_record import StepRecord


def share_text(value: float) -> str:
    """Format a fraction, in percent from 0.1 % on."""
    return f"{100.0 * value:.2g} %" if value >= 1e-3 or not value else f"{value:.0e}"


class Extreme(NamedTuple):
    """Largest magnitude during a run, and its time [s]."""

    value: float = 0.0
    time: float = 0.0

    def or_at(self, value: float, time: float) -> Extreme:
        """Return the larger of the two, the earlier one if they are equal."""
        return Extreme(abs(value), time) if abs(value) > self.value else self


_NONE = Extreme()


@dataclass(frozen=True, slots=True)
class Breach:
    """Balance whose residue exceeds its limit.

    Attributes:
        book: the balance.
        value: relative residue [1].
        time: time at which it was largest [s].
    """

    book: Book
    value: float
    time: float

    @property
    def text(self) -> str:
        """Warning for the user: consequence and remedy."""
        meaning = self.book.meaning.format(value=share_text(self.value))
        return f"{meaning} The limit is {share_text(self.book.limit)}. {self.book.advice}"


@dataclass(slots=True)
class Audit:
    """Audit of a run: residues of its balances, updated with each record.

    The residue of the charge balance is relative to the turnover at the end of the run: the first
    steps last microseconds, and round-off is a large part of their small charge. Corrections are
    cumulative and also assessed at the end; so is the current, of which a step leaves a charge to
    the next one.
    """

    last: StepRecord | None = None
    charge_gap: Extreme = _NONE
    counter_gap: Extreme = _NONE
    film: Extreme = _NONE
    salt: Extreme = _NONE
    area: Extreme = _NONE
    scaling: Extreme = _NONE
    filled_area: float = 0.0
    moved_area: float = 0.0
    merges: int = 0
    pockets: int = 0

    def add(self, record: StepRecord) -> None:
        """Add one state."""
        self.last = record
        stock, time = record.stock, record.time
        if stock.charge_of_deposit is not None:
            gap = stock.charge_of_deposit - (stock.charge - stock.to_film)
            self.charge_gap = self.charge_gap.or_at(gap, time)
        if stock.dissolved is not None:
            dissolved = stock.dissolved
            gap = dissolved.charge_of_area - dissolved.charge
            self.counter_gap = self.counter_gap.or_at(gap, time)
        if record.books.film is not None:
            self.film = self.film.or_at(record.books.film, time)
        self.salt = self.salt.or_at(record.books.anions, time)
        self.area = self.area.or_at(record.books.area, time)
        for remeshing in record.remeshed:
            self.scaling = self.scaling.or_at(remeshing.salt_correction, remeshing.time)
            self.filled_area += remeshing.filled_area
            self.moved_area += remeshing.moved_area
            self.merges += remeshing.merges
            self.pockets += remeshing.pockets

    def values(self) -> dict[str, Extreme]:
        """Return the value of each balance that is compared with its limit."""
        if self.last is None:
            return {}
        measure, end = self.last.stock.measure, self.last.time

        def by_turnover(gap: Extreme) -> Extreme:
            return Extreme(gap.value / measure if measure else 0.0, gap.time)

        grows = self.last.stock.film is not None or self.film.value > 0.0
        meshed = self.last.corrections.film
        electrons = self.last.stock.charge_in_solids / measure if measure else 0.0
        receding = self.last.stock.dissolved is not None or self.counter_gap.value > 0.0
        return {
            "charge": by_turnover(self.charge_gap),
            "current": Extreme(abs(self.last.books.current), end),
            "continuity": Extreme(self.last.books.continuity, end),
            **({} if self.last.solids is None else {"electrons": Extreme(electrons, end)}),
            **({"counter": by_turnover(self.counter_gap)} if receding else {}),
            **({"film": self.film} if grows else {}),
            "salt": self.salt,
            "area": self.area,
            "moved_deposit": Extreme(self.last.corrections.moved_area, end),
            "scaled_salt": Extreme(self.last.corrections.salt, end),
            "spread_current": Extreme(self.last.corrections.current, end),
            **({} if meshed is None else {"meshed_film": Extreme(meshed, end)}),
        }

    def breaches(self) -> list[Breach]:
        """Return the balances that exceed their limits."""
        found = self.values()
        return [
            Breach(book, *found[book.name])
            for book in BOOKS
            if book.name in found and found[book.name].value > book.limit
        ]

    def content(self) -> dict[str, object]:
        """Return entries and residues as plain data, units in the keys; empty without a state."""
        if self.last is None:
            return {}
        stock, books = self.last.stock, self.last.books
        largest = {name: extreme.value for name, extreme in self.values().items()}
        return {
            "charge": {
                "passed_C_per_m": stock.charge,
                "turnover_C_per_m": stock.turnover,
                "by_surface_C_per_m": {
                    name: surface.charge for name, surface in self.last.surfaces.items()
                },
                "of_deposit_C_per_m": stock.charge_of_deposit,
                "residue": books.faraday,
                "largest_residue": largest["charge"],
            },
            "current": {
                "integral_C_per_m": stock.charge_of_current,
                "residue": books.current,
                "largest_residue": largest["current"],
            },
            "continuity": {
                "between_C_per_m": stock.charge_between,
                "residue": books.continuity,
                "largest_residue": largest["continuity"],
            },
            **self._electrons(largest.get("electrons")),
            **self._counter(largest.get("counter")),
            **self._film(largest.get("film")),
            "salt": {
                "at_start_mol_per_m": stock.salt_at_start,
                "received_mol_per_m": stock.salt_received,
                "in_electrolyte_mol_per_m": stock.salt,
                "in_pockets_mol_per_m": stock.salt_in_pockets,
                "residue": books.anions,
                "largest_residue": largest["salt"],
            },
            "area": {
                "box_m2": stock.box,
                "electrolyte_m2": stock.electrolyte,
                "deposit_m2": stock.deposit,
                "collector_m2": stock.collector,
                "pockets_m2": stock.pockets,
                "residue": books.area,
                "largest_residue": largest["area"],
            },
            "remeshing": {
                "count": self.last.remeshings,
                "gaps_filled": self.merges,
                "pores_cut_off": self.pockets,
                "filled_area_m2": self.filled_area,
                "moved_area_m2": self.moved_area,
                "moved_deposit": largest["moved_deposit"],
                "scaled_salt": largest["scaled_salt"],
                "spread_current": largest["spread_current"],
                "largest_salt_scaling": self.scaling.value,
            },
            "limits": {book.name: book.limit for book in BOOKS},
        }

    def _electrons(self, largest: float | None) -> dict[str, object]:
        """Return the entries of solids that resist; empty where they conduct perfectly."""
        if largest is None or self.last is None:
            return {}
        between = self.last.stock.charge_in_solids
        return {"electrons": {"between_C_per_m": between, "largest_residue": largest}}

    def _counter(self, largest: float | None) -> dict[str, object]:
        """Return the entries of a receding counter electrode; empty if it is fixed."""
        assert self.last is not None, "after the first state"
        dissolved = self.last.stock.dissolved
        if dissolved is None:
            return {}
        entries = {
            "dissolved_C_per_m": dissolved.charge,
            "of_area_C_per_m": dissolved.charge_of_area,
            "area_m2": dissolved.area,
            "largest_residue": largest,
        }
        return {"counter": entries}

    def _film(self, largest: float | None) -> dict[str, object]:
        """Return the entries of films that grow; empty without any."""
        assert self.last is not None, "after the first state"
        film = self.last.stock.film
        if film is None:
            return {}
        entries = {
            "consumed_C_per_m": film.consumed,
            "formed_C_per_m": film.formed,
            "at_start_C_per_m": film.at_start,
            "carried_C_per_m": film.carried,
            "meshed_film": self.last.corrections.film,
            "residue": film.residue,
            "largest_residue": largest,
        }
        return {"film": entries}

    def warnings(self) -> list[dict[str, object]]:
        """Return the exceeded limits as plain data."""
        return [
            {
                "book": breach.book.name,
                "value": breach.value,
                "limit": breach.book.limit,
                "time_s": breach.time,
                "text": breach.text,
            }
            for breach in self.breaches()
        ]
