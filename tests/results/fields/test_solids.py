"""Results of a run with solids that resist: tables, books, and the potential in ParaView."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from platefront.results.books import Audit
from platefront.results.fields import COLLECTOR, DEPOSIT, ELECTRONIC, front_grid, solids_grid
from platefront.results.tables.history import (
    SOLIDS,
    FurtherColumns,
    HistoryLog,
    history_columns,
    history_row,
)
from platefront.running.books_table import books_table
from platefront.solvers.balance.step_record import Fields, StepRecord
from platefront.solvers.errors import OneProcessError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.voltage.conduction import SolidConduction
from tests.shared.cells import problem, with_solids


@pytest.fixture(scope="module")
def case() -> PlatingProblem:
    section = with_solids(
        12.0,
        24.0,
        collector=shapely.box(4.0, 0.0, 8.0, 12.0),
        deposit=shapely.box(4.0, 12.0, 8.0, 14.0),
        surfaces={"host": shapely.box(0.0, -1.0, 12.0, 24.0)},
    )
    law = ButlerVolmer(exchange_current_density=20.0)
    made = problem(section, law, current=40.0, counter=LithiumCounter(), size=1e-6, time=5.0)
    solids = SolidConduction(
        host_conductivity=0.1, deposit_conductivity=0.5, contact_resistance=1e-4
    )
    return replace(made, conduction=solids)


@pytest.fixture(scope="module")
def end(case: PlatingProblem) -> tuple[StepRecord, Fields]:
    for record in Simulation(case).run():
        last = record
    return last, last.fields().value


def test_columns_of_solids_are_those_of_such_runs(
    end: tuple[StepRecord, Fields], tmp_path: Path
) -> None:
    record, _ = end
    assert not set(SOLIDS) & set(history_columns(("host",)))
    columns = history_columns(("host",), FurtherColumns(resistive=True))
    row = dict(zip(columns, history_row(record), strict=True))
    assert record.solids is not None
    assert row["largest_drop_in_solids_V"] == record.solids.largest
    power = sum(float(row[name] or 0.0) for name in SOLIDS[1:])
    lost = -float(row["electronic_V"] or 0.0) * record.current * record.footprint
    assert power == pytest.approx(lost, rel=1e-9)
    HistoryLog(tmp_path / "history.csv", ("host",), further=FurtherColumns(resistive=True)).append(
        record
    )


def test_the_book_of_electrons_is_that_of_such_runs(end: tuple[StepRecord, Fields]) -> None:
    record, _ = end
    audit = Audit()
    audit.add(record)
    assert audit.values()["electrons"].value < 1e-12
    assert not audit.breaches()
    table = books_table(audit.content(), record.footprint)  # type: ignore[arg-type]
    assert "front = terminal" in [str(cell) for cell in table.columns[1].cells]
    stock = replace(record.stock, charge_in_solids=2e-9 * record.stock.turnover)
    audit.add(replace(record, stock=stock))
    assert [breach.book.name for breach in audit.breaches()] == ["electrons"]
    perfect = Audit()
    perfect.add(replace(record, solids=None))
    assert "electrons" not in perfect.values()


def test_paraview_has_the_potential_of_the_solids(end: tuple[StepRecord, Fields]) -> None:
    """That of the terminal at y = 0, higher all the way to the front; a jump at the contact."""
    record, fields = end
    assert record.electrode_potential is not None and record.solids is not None
    grid = solids_grid(fields, {})
    potential = np.asarray(grid.point_data[ELECTRONIC], dtype=np.float64)
    material = np.asarray(grid.cell_data["material"])
    points, host = grid.points, np.unique(grid.cells[material == COLLECTOR])
    feet = host[points[host, 1] < 1e-9]
    assert potential[feet] == pytest.approx(record.electrode_potential, abs=1e-15)
    assert potential[host].max() > record.electrode_potential + 1e-3
    deposit = np.unique(grid.cells[material == DEPOSIT])
    assert not set(host) & set(deposit)
    largest = potential[deposit].max() - record.electrode_potential
    assert largest == pytest.approx(record.solids.largest, rel=1e-9)
    front = front_grid(fields, {})
    on_front = np.asarray(front.point_data[ELECTRONIC], dtype=np.float64)
    assert on_front.max() - record.electrode_potential == pytest.approx(record.solids.largest)


def test_host_of_paraview_is_that_of_the_section(end: tuple[StepRecord, Fields]) -> None:
    _, fields = end
    grid = solids_grid(fields, {})
    corners = grid.points[grid.cells[np.asarray(grid.cell_data["material"]) == COLLECTOR]]
    a, b = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = 0.5 * np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()
    assert area == pytest.approx(fields.collector.area, rel=1e-9)


def test_several_processes_are_refused(case: PlatingProblem) -> None:
    case.check_processes(1)
    replace(case, conduction=None).check_processes(2)
    with pytest.raises(OneProcessError, match=r"on one process, not on 2: run the case without"):
        case.check_processes(2)
