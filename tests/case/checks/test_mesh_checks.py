"""Meshes that are too coarse: refused before a run, a warning where the section is only drawn."""

from __future__ import annotations

import itertools

import pytest

from platefront.case.load import parse_case
from platefront.case.problems import CaseError
from platefront.solvers.evolution.simulation import Simulation
from tests.shared.case_files import FOIL

DISCS = (
    "fibres: POLYGON ((20 20, 60 20, 60 60, 20 60, 20 20))\n"
    "fibres: POLYGON ((70 40, 71 40, 71 41, 70 41, 70 40))\n"
    "box: POLYGON ((0 0, 100 0, 100 80, 0 80, 0 0))\n"
)


def periodic(width: float, front: float, largest: float, growth: float = 0.3) -> str:
    sizes = f'front_size = "{front} um"\nlargest_size = "{largest} um"\ngrowth = {growth}'
    return (
        FOIL.replace('gap = "100 um"', 'gap = "100 um"\nwalls = "periodic"')
        .replace('width = "20 um"', f'width = "{width} um"')
        .replace('front_size = "2 um"\nlargest_size = "5 um"', sizes)
    )


@pytest.mark.parametrize(
    ("sizes", "key"),
    [
        ((20, 2, 20, 2), "largest_size"),
        ((20, 5, 40, 2), "largest_size"),
        ((6, 2, 40, 2), "largest_size"),
        ((3, 1, 20), "largest_size"),
        ((4, 2, 2), "front_size"),
        ((2, 2, 2), "front_size"),
        ((20, 12, 12), "front_size"),
    ],
)
def test_a_mesh_that_cannot_be_closed_round_is_refused(sizes, key):
    with pytest.raises(CaseError) as error:
        parse_case(periodic(*sizes), "case.toml")
    (problem,) = error.value.problems
    assert problem.path == ("mesh", key)
    assert "too coarse for periodic side walls" in problem.message
    assert dict(problem.notes)["allowed"].startswith("at most about ")


@pytest.mark.parametrize("sizes", [(20, 2, 5), (6, 2, 2, 2), (20, 8, 8), (12, 2, 4, 2)])
def test_a_mesh_that_is_let_through_starts(sizes):
    problem = parse_case(periodic(*sizes), "case.toml").problem()
    assert len(list(itertools.islice(Simulation(problem).run(), 2))) == 2


@pytest.mark.parametrize("sizes", [(20, 2, 20, 2), (4, 2, 2), (20, 12, 12)])
def test_what_is_allowed_is_enough(sizes):
    with pytest.raises(CaseError) as error:
        parse_case(periodic(*sizes), "case.toml")
    (problem,) = error.value.problems
    number = float(dict(problem.notes)["allowed"].split()[3])
    unit = 1e-3 if dict(problem.notes)["allowed"].endswith("nm") else 1.0
    width, front, *_ = sizes
    growth = sizes[3] if len(sizes) > 3 else 0.3
    size = 0.999 * unit * number
    parse_case(periodic(width, min(front, size), size, growth), "case.toml")


def with_lithium(capacity: float, front: float, merge_gap: float = 0.6) -> str:
    """Foil below 8 µm of electrolyte and lithium, of which 1 mAh/cm² is 4.85 µm thick."""
    lithium = f'[section.predeposit]\ncapacity = "{capacity} mAh/cm^2"\n\n[electrolyte]'
    return (
        FOIL.replace('gap = "100 um"', 'gap = "8 um"')
        .replace("[electrolyte]", lithium)
        .replace('front_size = "2 um"', f'front_size = "{front} um"')
        .replace('"-30 mV"', '"30 mV"')
        .replace('capacity = "0.1 mAh/cm^2"', 'capacity = "-0.1 mAh/cm^2"')
        + f"[front]\nmerge_gap = {merge_gap}\n"
    )


@pytest.mark.parametrize(("capacity", "front"), [(1.09, 2.0), (1.4, 1.0), (0.9, 3.0)])
def test_edges_fit_between_lithium_and_the_counter_electrode(capacity, front):
    """Else the electrolyte above it would be closed as a narrow gap, at the start of the run."""
    with pytest.raises(CaseError) as error:
        parse_case(with_lithium(capacity, front, 2.0), "case.toml")
    (problem,) = error.value.problems
    assert problem.path == ("mesh", "front_size")
    assert "too coarse for a gap above the lithium of" in problem.message
    allowed = 0.5 * (8.0 - 4.8497 * capacity)
    number, unit = dict(problem.notes)["allowed"].split()[2:4]
    assert float(number) * {"um,": 1.0, "nm,": 1e-3}[unit] == pytest.approx(allowed, rel=1e-3)
    finer = parse_case(with_lithium(capacity, 0.99 * allowed, 2.0), "case.toml").problem()
    assert len(list(itertools.islice(Simulation(finer).run(), 2))) == 2


def test_a_section_too_fine_for_its_mesh_is_drawn_with_a_warning(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.wkt").write_text(DISCS, encoding="utf-8")
    keys = 'kind = "outline"\nfile = "a.wkt"\nscale = "1 um"\ncollector = ["fibres"]'
    text = FOIL.replace("[surfaces.foil]", "[surfaces.host]")
    text = text.replace('kind = "foil"\nwidth = "20 um"', keys)
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    code, out, err = command("section", "case.toml")
    assert (code, err) == (0, "")
    assert "warning: `run` refuses this mesh: front_size is 2 um, too coarse for a narrowest" in out
    assert "the narrowest solid, 1 µm by 4 area/perimeter, at (70.5, 40.5) µm" in out
    assert (tmp_path / "results" / "case_section.png").exists()
    for name in ("check", "run"):
        code, _, err = command(name, "case.toml")
        assert code == 2
        assert "front_size is 2 um, too coarse for a narrowest solid of 1 um" in err
