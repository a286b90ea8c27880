"""Stored runs: enough of them, balanced; and the documents that are written from them."""

from __future__ import annotations

import math

import pytest

from tests.shared.case_files import ROOT
from tests.verification.inversion.made_up_outcomes import outcome
from verification.inversion.cloth_cell import ClothCell
from verification.inversion.data import Data
from verification.inversion.groups import groups_of
from verification.inversion.line import columns_of
from verification.inversion.page.compose import compose
from verification.inversion.page.map_section import collapsed, judged
from verification.inversion.page.map_tables import mesh_change, two_surface_error
from verification.inversion.page.readme import BEGIN, COMMAND, END, with_part
from verification.inversion.page.symmetric_section import cells_of, pairs_of
from verification.inversion.running import Processes
from verification.inversion.sets import GIVEN, MAP, PAIRS, SHIPPED, TRIALS

DATA = Data.read(ROOT / "docs" / "inversion")
MILLIVOLT = 1.0
"""Barriers of the map are given in whole ones."""


def test_documents_are_what_the_command_writes() -> None:
    page = (ROOT / "docs" / "inversion.md").read_text("utf-8")
    assert page == compose(DATA), f"run {COMMAND}"
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme == with_part(readme, DATA), f"run {COMMAND}"


def test_a_readme_without_its_comments_is_refused() -> None:
    for text in ("", BEGIN, f"{END}\n{BEGIN}", f"{BEGIN}{BEGIN}{END}", f"{BEGIN}{END}{END}"):
        with pytest.raises(ValueError, match="the README needs"):
            with_part(text, DATA)


def test_the_map_has_a_hundred_finished_cells_with_books_within_their_limits() -> None:
    assert set(MAP) <= set(DATA.map)
    assert sum(cell.counts for cell in DATA.map.values()) >= 100
    for trial, cell in DATA.map.items():
        assert cell.worst_book <= 1.0, trial
        assert cell.end.capacity == pytest.approx(1.0, rel=1e-9) or not cell.counts, trial
    # both outcomes, and what lies between them, at every rate of the study
    for current in (0.25, 1.0, 5.0):
        shares = [c.end.bottom_share for t, c in DATA.map.items() if t.current == current]
        assert min(shares) < 0.3
        assert max(shares) > 0.99
        assert any(0.4 < share < 0.9 for share in shares)


def test_sets_are_stored_and_balanced() -> None:
    stored = {"map": DATA.map, "path": DATA.path, "mesh": DATA.mesh, "symmetric": DATA.symmetric}
    for name in ("map", "path", "symmetric"):
        assert set(TRIALS[name]) <= set(stored[name]), name
    assert DATA.mesh
    assert set(DATA.mesh) <= set(TRIALS["mesh"])
    assert set(DATA.pairs) <= {*PAIRS, *GIVEN}
    assert set(DATA.barriers) == set(SHIPPED["barriers"])
    for each in DATA.outcomes:
        assert each.worst_book <= 1.0
        parts = each.end.parts.values()
        if each.end.potential is not None:
            # rows have twelve digits
            assert math.fsum(parts) == pytest.approx(each.end.potential, abs=1e-9)


def test_the_closed_estimate_is_the_border_of_the_free_half() -> None:
    """η_nuc > η + Δφ, but for cells whose barrier is within 10 % of it, or a millivolt."""
    verdicts = judged(DATA.map)
    assert len(verdicts) >= 100
    for cell in (cell for cell, right in verdicts.items() if not right):
        groups = groups_of(cell)
        resolved = MILLIVOLT * groups.barrier / cell.barrier
        assert groups.barrier == pytest.approx(groups.needed, rel=0.1, abs=resolved), cell
    assert sum(verdicts.values()) > sum(judged(DATA.map, ohmic=True).values())


def test_two_surfaces_without_space_are_the_cloth_where_the_electrolyte_conducts_well() -> None:
    mean, largest = two_surface_error(DATA.map)
    assert mean < 0.02
    assert largest < 0.3


def test_columns_of_one_ratio_of_currents_pass_one_half_together() -> None:
    """The currents are 0.25, 1 and 5 mA/cm²; their Δφ, 0.6 to 12 mV, is taken off.

    Within 15 %, or a millivolt, as far as barriers in the map are apart at the least.
    """
    columns = collapsed(DATA.map)
    assert max(len(barriers) for barriers in columns.values()) == 3
    for barriers in columns.values():
        assert max(barriers) - min(barriers) < max(0.15 * max(barriers), MILLIVOLT)


def test_a_long_path_inside_raises_the_line_and_one_outside_does_not() -> None:
    def crossing(columns: list, exchange: float, **others: float) -> float:
        wanted = ClothCell(barrier=0.0, exchange_current=exchange, **others)
        (found,) = [column.crossing.barrier for column in columns if column.trial == wanted]
        return found

    path, usual = columns_of(DATA.path), crossing(columns_of(DATA.map), 1.0)
    assert crossing(path, 1.0, gap=300.0) == pytest.approx(usual, abs=3.0)
    assert crossing(path, 1.0, diffusivity=0.293) > usual + 3.0


def test_shares_hardly_change_on_finer_meshes() -> None:
    assert mesh_change(DATA) < 0.02


def test_inverted_symmetric_cells_have_the_higher_voltage() -> None:
    """As long as the bare halves are free; without a barrier all fibres share the current."""
    pairs = list(pairs_of(DATA.symmetric))
    assert len(pairs) >= 4
    for inverted, upright in pairs:
        assert (inverted.voltage > upright.voltage) is (inverted.trial.barrier > 0.0)
        for cell in (inverted, upright):
            assert math.fsum(cell.parts.values()) == pytest.approx(cell.voltage, abs=1e-6)


def test_a_symmetric_cell_is_what_is_plated_and_what_is_stripped() -> None:
    plated, stripped = (
        ClothCell(current=0.25, capacity=0.25),
        ClothCell(current=-0.25, capacity=-0.25),
    )
    made = {plated: outcome(potential=-0.010), stripped: outcome(None, potential=0.012)}
    (cell,) = cells_of(made)
    assert cell.voltage == pytest.approx(22.0)
    assert cells_of({plated: made[plated]}) == []
    assert cells_of(made | {stripped: outcome(None, kind="stripped empty")}) == []


@pytest.mark.long
@pytest.mark.parametrize("trial", [ClothCell(barrier=30.0), ClothCell(barrier=110.0, current=5.0)])
def test_a_stored_cell_comes_out_again(trial: ClothCell) -> None:
    with Processes(1) as processes:
        again = processes.outcome(trial)
    assert again.counts
    # other compilers and libraries mesh and round otherwise
    assert again.end.bottom_share == pytest.approx(DATA.map[trial].end.bottom_share, abs=0.01)
    assert again.end.potential == pytest.approx(DATA.map[trial].end.potential, abs=1e-3)
