"""Names of halves by place are read as states, in the one orientation that they are meant for."""

from __future__ import annotations

import pytest

from platefront.case.load import parse_case
from platefront.case.model import Case
from platefront.case.problems import CaseError
from platefront.case.remarks import remarks
from tests.shared.case_files import CLOTH

MODES = {
    "given": (
        ['law = "overpotential"\noverpotential = "-30 mV"'],
        ['law = "overpotential"\noverpotential = "-5 mV"'],
    ),
    "barrier": (['law = "butler_volmer"'], ['law = "butler_volmer"\nnucleation_barrier = "30 mV"']),
    "kinetics": (
        ['law = "butler_volmer"\nexchange_current_density = "2 A/m^2"'],
        ['law = "butler_volmer"\nexchange_current_density = "1 A/m^2"'],
    ),
    "inert": (['law = "butler_volmer"'], ['law = "insulating"']),
}
PLACES = {"upright": ("upper", "lower"), "inverted": ("lower", "upper")}


def cloth(names: tuple[str, str], laws: tuple[list[str], list[str]], orientation: str) -> str:
    """A cloth whose first name has the first law."""
    start, end = CLOTH.index("[surfaces.bare]"), CLOTH.index("[mesh]")
    tables = "".join(
        f"[surfaces.{name}]\n{law}\n\n" for name, (law,) in zip(names, laws, strict=True)
    )
    text = CLOTH[:start] + tables + CLOTH[end:]
    if "overpotential" not in tables:
        control = 'mode = "potentiostatic"\nelectrode_potential = "-60 mV"'
        text = text.replace('mode = "overpotentials"', control)
    return text.replace("[section]", f'[section]\norientation = "{orientation}"', 1)


def read(text: str) -> Case:
    return parse_case(text, "case.toml")


@pytest.mark.parametrize("orientation", PLACES)
@pytest.mark.parametrize("laws", MODES.values(), ids=MODES)
def test_names_by_place_are_read_as_the_states_of_the_halves(laws, orientation):
    case = read(cloth(PLACES[orientation], laws, orientation))
    by_state = read(cloth(("lithiated", "bare"), laws, orientation))
    assert case.surfaces == by_state.surfaces
    assert case.with_notes(()) == by_state
    assert not by_state.notes
    lithiated, bare = PLACES[orientation]
    assert [note.split(",")[0] for note in remarks(case)[:2]] == [
        f"[surfaces.{lithiated}] is read as [surfaces.lithiated]",
        f"[surfaces.{bare}] is read as [surfaces.bare]",
    ]


@pytest.mark.parametrize("orientation", PLACES)
@pytest.mark.parametrize("laws", MODES.values(), ids=MODES)
def test_the_same_case_turned_by_its_orientation_alone_is_refused(laws, orientation):
    other = "upright" if orientation == "inverted" else "inverted"
    text = cloth(PLACES[orientation], laws, other)
    with pytest.raises(CaseError) as caught:
        read(text)
    said = str(caught.value)
    place = PLACES[orientation][0]
    line = 1 + text[: text.index(f"[surfaces.{place}]")].count("\n")
    assert f'error: collector "carbon_cloth" has no surface "{place}"' in said
    assert f"--> case.toml:{line}:11  (surfaces.{place})" in said
    assert "[surfaces.lithiated] is the half of the host with the lithium" in said
    assert '("upper" upright, "lower" inverted), [surfaces.bare] the rest' in said
    assert "here it passes less, as in a case that was turned without its laws" in said
    assert "= allowed: host, lithiated, bare" in said
    assert said.count("error:") == 2


def test_equal_laws_are_read_in_both_orientations():
    law = ['law = "butler_volmer"']
    for orientation in PLACES:
        assert read(cloth(("upper", "lower"), (law, law), orientation)).notes


def test_without_lithium_no_half_has_a_state():
    text = cloth(PLACES["upright"], MODES["inert"], "upright")
    with pytest.raises(CaseError, match="laws follow what a surface is") as caught:
        read(text[: text.index("[section.predeposit]")])
    assert "passes less" not in str(caught.value)


def test_one_name_by_place_is_refused_beside_one_by_state():
    with pytest.raises(CaseError, match='no surface "upper"'):
        read(cloth(("lithiated", "upper"), MODES["barrier"], "inverted"))


def test_a_mistake_in_a_law_is_told_at_its_place_in_the_file():
    bad = (['law = "butler_volmer"\nanodic_transfer = 0.7'], MODES["barrier"][1])
    text = cloth(("lower", "upper"), bad, "inverted")
    with pytest.raises(CaseError) as caught:
        read(text)
    line = 1 + text[: text.index("anodic_transfer")].count("\n")
    assert f"--> case.toml:{line}:19  (surfaces.lower.anodic_transfer)" in str(caught.value)
