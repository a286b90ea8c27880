"""Files that a case refers to: found beside it, kept beside its results."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from platefront.case.dump import dump_case
from platefront.case.inputs import keep_inputs
from platefront.case.load import load_case, parse_case
from platefront.case.model import Case
from platefront.case.problems import CaseError
from tests.shared.case_files import FOIL, ROOT

CASE = ROOT / "cases" / "outline" / "upright.toml"


def moved(folder: Path) -> Path:
    folder.mkdir()
    for name in ("upright.toml", "felt.svg"):
        shutil.copyfile(CASE.with_name(name), folder / name)
    return folder / "upright.toml"


def same_shapes(first: Case, second: Case) -> bool:
    one, other = first.cross_section(), second.cross_section()
    return one.collector.equals_exact(other.collector) and one.deposit.equals_exact(other.deposit)


def test_path_is_taken_from_the_folder_of_the_case(tmp_path, monkeypatch):
    case = moved(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    loaded = load_case(Path("mine") / case.name)
    assert loaded.section.collector.file == str(case.with_name("felt.svg"))


def test_kept_case_builds_the_same_section_without_the_original(tmp_path):
    case = moved(tmp_path / "mine")
    loaded = load_case(case)
    results = tmp_path / "results"
    results.mkdir()
    kept = keep_inputs(loaded, results)
    (results / "case.toml").write_text(dump_case(kept), encoding="utf-8")
    shutil.rmtree(case.parent)
    again = load_case(results / "case.toml")
    assert same_shapes(again, load_case(CASE))
    assert again.section.collector.file == str(results / "felt.svg")
    assert dump_case(keep_inputs(again, results)) == dump_case(kept)


def test_kept_case_refuses_a_drawing_that_was_changed(tmp_path):
    case = moved(tmp_path / "mine")
    (tmp_path / "results").mkdir()
    kept = keep_inputs(load_case(case), tmp_path / "results")
    resolved = tmp_path / "results" / "case.toml"
    resolved.write_text(dump_case(kept), encoding="utf-8")
    drawing = tmp_path / "results" / "felt.svg"
    drawing.write_text(drawing.read_text("utf-8").replace('r="6"', 'r="5"'), encoding="utf-8")
    with pytest.raises(CaseError, match="the file has changed since this case was resolved"):
        load_case(resolved)


def test_case_without_files_is_kept_as_it_is(tmp_path):
    case = parse_case(FOIL, "foil.toml")
    assert keep_inputs(case, tmp_path) is case
    assert list(tmp_path.iterdir()) == []


def test_kept_drawing_does_not_take_the_place_of_a_result(tmp_path):
    ring = "[[0, 0], [20, 0], [20, 20], [0, 20], [0, 0]]"
    polygon = f'{{"type": "Polygon", "coordinates": [{ring}]}}'
    drawing = f'{{"type": "Feature", "id": "a", "geometry": {polygon}}}'
    (tmp_path / "summary.json").write_text(drawing, encoding="utf-8")
    collector = 'kind = "outline"\nfile = "summary.json"\nscale = "1 um"\ncollector = ["a"]'
    text = FOIL.replace('kind = "foil"\nwidth = "20 um"', collector)
    text = text.replace("[surfaces.foil]", "[surfaces.host]")
    (tmp_path / "results").mkdir()
    kept = keep_inputs(parse_case(text, str(tmp_path / "case.toml")), tmp_path / "results")
    assert kept.section.collector.file == "summary.geojson"
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["summary.geojson"]
