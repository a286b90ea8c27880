"""Default places: no two cases share one, no run ends in those of another."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from platefront.commands.compare import default_folder
from platefront.commands.places import free_place, place_of
from platefront.results.folder import ResultsFolderError, check_folder
from tests.shared.case_files import CASE_FILES, FOIL, ROOT


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("case", "place"),
    [
        ("foil.toml", "results/foil"),
        ("./deep/../foil.toml", "results/foil"),
        ("cases/fabric/inverted.toml", "results/fabric/inverted"),
        ("mine/2026/inverted.toml", "results/mine/2026/inverted"),
        ("cases/foil.toml", "results/foil"),
        ("cases", "results/cases"),
        ("v1.2.toml", "results/v1.2"),
        ("/data/cell.toml", "results/data/cell"),
        ("../cell.toml", None),
        ("fibres/figures.toml", "results/fibres/figures_case"),
        ("fields.toml", "results/fields_case"),
    ],
)
def test_a_place_mirrors_the_path_of_the_case(case, place, tmp_path):
    expected = Path("results", *tmp_path.parent.parts[1:], "cell") if place is None else Path(place)
    assert place_of(Path(case)) == expected
    assert place_of(Path(case).absolute()) == expected


def test_shipped_cases_have_places_of_their_own(monkeypatch):
    monkeypatch.chdir(ROOT)
    places = [place_of(case) for case in CASE_FILES]
    assert len(set(places)) == len(places) > 15
    assert not any(one in other.parents for one, other in combinations(places, 2))
    assert Path("results/inverted_anode/inverted") in places


def test_a_second_run_has_the_next_number(command):
    Path("foil.toml").write_text(FOIL.replace("0.1 mAh", "0.001 mAh") + "\n[output]\nfigures=false")
    for number in ("", "-2", "-3"):
        code, out, _ = command("run", "foil.toml")
        assert code == 0
        assert f"results in results/foil{number}\n" in out
    before = Path("results/foil/summary.json").read_bytes()
    assert command("run", "foil.toml", "--force")[0] == 0
    assert Path("results/foil/summary.json").read_bytes() != before
    code, _, err = command("run", "foil.toml", "--output", "results/foil-2")
    assert code == 5
    assert "already holds results" in err
    assert sorted(path.name for path in Path("results").iterdir()) == ["foil", "foil-2", "foil-3"]


def test_numbers_go_on_until_a_folder_is_free(tmp_path):
    for name in ("run", "run-2", "run-4"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").touch()
    (tmp_path / "run-3").touch()
    (tmp_path / "run-5").mkdir()
    assert free_place(tmp_path / "run", lambda path: check_folder(path, False)).name == "run-5"


def test_an_explicit_folder_is_not_changed():
    Path("mine").mkdir()
    Path("mine/notes.txt").touch()
    with pytest.raises(ResultsFolderError):
        check_folder(Path("mine"), False)


@pytest.mark.parametrize(
    ("first", "second", "folder"),
    [
        ("results/a/inverted", "results/a/upright", "results/a/inverted_vs_upright"),
        ("results/a/inverted", "results/b/inverted", "results/a/inverted_vs_b-inverted"),
        ("results/a/inverted", "results/b/c/inverted", "results/a/inverted_vs_b-c-inverted"),
        ("results/x", "elsewhere/x", "results/x_vs_elsewhere-x"),
        ("results/x", "results/x", "results/x_vs_x"),
    ],
)
def test_comparisons_have_places_of_their_own(first, second, folder):
    assert default_folder(Path(first), Path(second)) == Path(folder).resolve()
