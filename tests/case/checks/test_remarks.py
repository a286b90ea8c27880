"""Remarks on valid cases: turned sections, surfaces without effect, currents near the limit."""

from __future__ import annotations

import pytest

from platefront.case.estimates import section_estimates, share_of_limit
from platefront.case.load import load_case, parse_case
from platefront.case.remarks import remarks
from platefront.case.start_current import start_current
from tests.shared.case_files import CASES, CLOTH, FOIL

LAW = 'law = "overpotential"\noverpotential = "30 mV"'
INSULATING = 'law = "insulating"'
HANGS = "inverted: the collector stood on the floor along"
NEAR = "of the limiting current: a flat front is unstable there"


def told(text: str, start: str, folder=None) -> list[str]:
    case = parse_case(text, "case.toml" if folder is None else str(folder / "case.toml"))
    return [remark for remark in remarks(case) if start in remark]


def inverted(text: str) -> str:
    return text.replace("[section]", '[section]\norientation = "inverted"', 1)


@pytest.mark.parametrize("orientation", ["upright", "inverted"])
def test_laws_without_a_surface_are_told(orientation):
    """A cloth without lithium is bare, a foil under lithium is not."""
    text = CLOTH.replace('[section.predeposit]\ncapacity = "6 mAh/cm^2"\n', "")
    text = text.replace("[section]", f'[section]\norientation = "{orientation}"', 1)
    (remark,) = told(text, "has no effect")
    assert remark == "[surfaces.lithiated] has no effect: there is no lithium at the start"
    covered = FOIL.replace("[surfaces.foil]", f"[surfaces.bare]\n{LAW}\n\n[surfaces.lithiated]")
    covered += '\n[section.predeposit]\ncapacity = "1 mAh/cm^2"\n'
    (remark,) = told(covered, '"bare"')
    assert remark.startswith('surface "bare" has no boundary in contact with the counter')
    assert not told(CLOTH, "has no effect")


@pytest.mark.parametrize(
    ("lithiated", "bare", "named"),
    [("-1 mV", "30 mV", ["bare"]), ("30 mV", "-1 mV", []), ("-1 mV", "-30 mV", [])],
)
def test_bare_surfaces_that_would_be_stripped_are_told(lithiated, bare, named):
    """The lithium may be stripped."""
    text = CLOTH.replace('"-1 mV"', f'"{bare}"', 1).replace('"-30 mV"', f'"{lithiated}"', 1)
    found = told(text, "would be stripped, but has no lithium")
    assert [remark.split('"')[1] for remark in found] == named


def test_the_current_at_the_first_moment_is_none_of_bare_surfaces_that_would_be_stripped():
    text = CLOTH.replace('"-1 mV"', '"30 mV"')
    both = [parse_case(each, "case.toml") for each in (text, text.replace(LAW, INSULATING))]
    currents = [start_current(case, case.cross_section())[0] for case in both]
    assert currents[0] == pytest.approx(currents[1], rel=1e-12) and currents[0] > 0.0


def outline(folder, solid: str) -> str:
    drawing = f"solid: POLYGON (({solid}))\nbox: POLYGON ((0 0, 80 0, 80 100, 0 100, 0 0))\n"
    (folder / "a.wkt").write_text(drawing, encoding="utf-8")
    keys = 'kind = "outline"\nfile = "a.wkt"\nscale = "1 um"\ncollector = ["solid"]'
    text = FOIL.replace('kind = "foil"\nwidth = "20 um"', keys)
    return text.replace("[surfaces.foil]", "[surfaces.host]")


@pytest.mark.parametrize(
    ("solid", "stood", "stands"),
    [
        ("20 0, 40 0, 40 50, 20 50, 20 0", 20, 20),
        ("0 0, 80 0, 80 10, 50 10, 50 40, 30 40, 30 10, 0 10, 0 0", 80, 20),
        ("0 0, 80 0, 80 10, 40 30, 0 10, 0 0", 80, 0),
        ("20 0, 40 0, 30 50, 20 0", 20, 0),
        ("20 8, 40 8, 40 50, 20 50, 20 8", 0, 0),
    ],
)
def test_what_hangs_after_turning_is_told(tmp_path, solid, stood, stands):
    found = told(inverted(outline(tmp_path, solid)), HANGS, tmp_path)
    assert len(found) == (stands < stood)
    if found:
        assert f"along {stood} µm and now along {stands} µm" in found[0]
    assert not told(outline(tmp_path, solid), HANGS, tmp_path)


SUPPLY = 'law = "butler_volmer"\nexchange_current_density = "100 A/m^2"'


def galvanostatic(share: float, capacity: str = "5 mAh/cm^2", more: str = "") -> str:
    text = FOIL.replace('law = "overpotential"\noverpotential = "-30 mV"', SUPPLY)
    control = f'mode = "galvanostatic"\ncurrent_density = "{share * 471.2:.4f} A/m^2"'
    text = text.replace('mode = "overpotentials"', control)
    return text.replace('capacity = "0.1 mAh/cm^2"', f'capacity = "{capacity}"') + more


@pytest.mark.parametrize(
    ("share", "capacity", "count"),
    [
        (0.3, "20 mAh/cm^2", 0),
        (0.6, "0.1 mAh/cm^2", 0),
        (0.9, "10 mAh/cm^2", 1),
        (0.97, "5 mAh/cm^2", 1),
        (1.5, "5 mAh/cm^2", 1),
    ],
)
def test_a_current_near_the_limit_amplifies_the_noise_of_the_mesh(share, capacity, count):
    text = galvanostatic(share, capacity)
    assert share_of_limit(parse_case(text, "case.toml")) == pytest.approx(share, rel=2e-3)
    assert len(told(text, NEAR)) == count


def test_a_front_that_does_not_move_locally_amplifies_nothing():
    assert told(galvanostatic(0.97), NEAR)
    assert not told(galvanostatic(0.97, more='\n[front]\nmode = "fixed"\n'), NEAR)
    assert not told(galvanostatic(0.97, more='\n[front]\ngrowth = "even"\n'), NEAR)


def test_the_finer_elements_are_not_offered_to_who_has_them():
    (linear,) = told(galvanostatic(0.97), NEAR)
    (square,) = told(galvanostatic(0.97).replace("[stop]", "order = 2\n\n[stop]"), NEAR)
    assert "mesh.order = 2" in linear
    assert "mesh.order = 2" not in square


@pytest.mark.parametrize("name", ["inverted_anode", "foam", "micrograph", "outline"])
@pytest.mark.slow
def test_check_and_section_print_one_porosity(name, tmp_path, command):
    case = CASES / name / "upright.toml"
    (wanted,) = [
        e for e in section_estimates(load_case(case).cross_section()) if "poro" in e.symbol
    ]
    seen = []
    for words in (("check", case), ("section", case, "-o", tmp_path / "a.svg")):
        code, out, _ = command(*words)
        assert code == 0
        lines = [line.split() for line in out.splitlines() if line.startswith("porosity  ")]
        seen.append(lines[-1][1:3])  # below that of the metal
    assert seen[0] == seen[1] == [f"{wanted.value:.6g}", "%"]


def test_outputs_for_people_use_one_spelling_of_units(tmp_path, command):
    for words in (
        ("check", CASES / "outline" / "inverted.toml"),
        ("section", CASES / "outline" / "inverted.toml", "-o", tmp_path / "a.svg"),
        ("mesh", CASES / "quick" / "pillars.toml", "-o", tmp_path / "a.png"),
    ):
        code, out, _ = command(*words)
        assert code == 0
        assert " um" not in out
        assert "m^2" not in out
        assert " µm" in out
