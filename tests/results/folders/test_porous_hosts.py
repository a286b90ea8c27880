"""Results of a run with a porous host: its columns, and its fields on the cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import pyvista

from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.results.folder import create_folder
from platefront.results.recorder import Recorder
from platefront.results.tables.depth_profile import filling_below
from platefront.results.tables.history import FurtherColumns
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from tests.shared.cells import foil, problem


@pytest.mark.parametrize("periodic", [False, True], ids=["symmetric", "periodic"])
def test_a_host_is_a_surface_with_fields_in_its_volume(periodic: bool, tmp_path: Path) -> None:
    section = replace(
        foil(width=12.0, height=20.0, bare=True),
        regions=(ElectrolyteRegion("felt", 0.0, 10.0),),
        periodic=periodic,
    )
    law = Linear(conductance=100.0)
    host = PorousHost(specific_area=1e6, conductivity=2.0, reaction=law)
    case = problem(
        section,
        Insulating(),
        electrolyte=Ohmic(conductivity=1.0),
        regions={"felt": PorousMedium(porosity=0.8, host=host)},
        current=100.0,
        time=50.0,
        size=2e-6,
    )
    recorder = Recorder(
        create_folder(tmp_path / "run", False),
        Path("felt.toml"),
        "",
        tuple(section.surfaces),
        (section.width, section.height),
        columns=FurtherColumns.of(case),
    )
    for record in Simulation(case).run():
        recorder.add_step(record)
    fields = record.fields().value
    recorder.add_frame(record, fields)
    recorder.close()
    last = pd.read_csv(tmp_path / "run" / "history.csv").iloc[-1]
    assert last["current_felt_A_per_m"] == pytest.approx(100.0 * 12e-6, rel=1e-9)
    assert last["charge_felt_C_per_m"] == pytest.approx(100.0 * 12e-6 * 50.0, rel=1e-9)
    assert last["charge_foil_C_per_m"] == 0.0
    assert last["fullest_pores"] == pytest.approx(record.share_of_pores, rel=1e-9)
    (file,) = (tmp_path / "run" / "fields").rglob("electrolyte*.vtu")
    grid = pyvista.read(file)
    areas = 1e-12 * grid.compute_cell_sizes(length=False, volume=False).cell_data["Area"]
    metal = float((areas * grid.cell_data["filling"]).sum())
    charge = 100.0 * 12e-6 * 50.0
    assert metal == pytest.approx(charge * case.metal.volume_per_charge, rel=1e-6)
    current = float((areas * grid.cell_data["reaction_A_per_m3"]).sum())
    assert current == pytest.approx(100.0 * 12e-6, rel=1e-6)
    on_foil = grid.points[:, 1] == 0.0
    matrix = grid.point_data["matrix_potential_V"]
    assert matrix[on_foil] == pytest.approx(record.electrode_potential, rel=1e-6)
    assert matrix.max() > matrix[on_foil].max()


def test_metal_in_pores_is_part_of_the_depth_profile() -> None:
    """A square of two triangles: a quarter full up to the diagonal, the other half empty."""
    corners = np.array([[(0, 0), (2, 0), (2, 2)], [(2, 2), (0, 0), (0, 2)]], dtype=float)
    heights = np.array([0.0, 1.0, 2.0, 5.0])
    filling = np.array([0.25, 0.0])
    expected = 0.25 * np.array([0.0, 1.5, 2.0, 2.0])
    assert filling_below(corners, filling, heights) == pytest.approx(expected, abs=1e-15)
    clockwise = corners[:, ::-1]
    assert filling_below(clockwise, filling, heights) == pytest.approx(expected, abs=1e-15)
