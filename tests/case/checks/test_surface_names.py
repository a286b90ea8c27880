"""Names of surfaces by part and state, and laws that would not turn with the lithium."""

from __future__ import annotations

import pytest

from platefront.case.load import parse_case
from platefront.case.problems import CaseError
from tests.shared.case_files import CASES, CLOTH, FOIL

GIVEN = 'law = "overpotential"\noverpotential = "{} mV"'
DRIVEN = 'law = "butler_volmer"\nnucleation_barrier = "{} mV"'
INERT = 'law = "insulating"'
PREDEPOSIT = '\n[section.predeposit]\ncapacity = "0.2 mAh/cm^2"\n'


def pillars(laws: dict[str, str], *, orientation: str = "upright", lithium: bool = True) -> str:
    """Pillars with lithium on their tops (upright) or between them (inverted)."""
    tables = "\n\n".join(f"[surfaces.{name}]\n{law}" for name, law in laws.items())
    text = FOIL.replace("[surfaces.foil]\n" + GIVEN.format(-30), tables)
    text = text.replace('kind = "foil"\nwidth = "20 um"', 'kind = "pillars"\nwidth = "20 um"')
    text = text.replace("[section]", f'[section]\norientation = "{orientation}"', 1)
    if not any("overpotential" in law for law in laws.values()):
        control = 'mode = "potentiostatic"\nelectrode_potential = "-60 mV"'
        text = text.replace('mode = "overpotentials"', control)
    return text + (PREDEPOSIT if lithium else "")


def refusal(text: str) -> str:
    with pytest.raises(CaseError) as caught:
        parse_case(text, "case.toml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (("bare",), 'lithiated host of collector "carbon_cloth" has no rate law'),
        (("lithiated",), 'bare host of collector "carbon_cloth" has no rate law'),
        (("host",), None),
        (("bare", "lithiated"), None),
    ],
)
def test_a_cloth_needs_a_law_in_each_state(names, missing):
    start, end = CLOTH.index("[surfaces.bare]"), CLOTH.index("[mesh]")
    laws = "".join(f"[surfaces.{name}]\n{GIVEN.format(-15)}\n\n" for name in names)
    text = CLOTH[:start] + laws + CLOTH[end:]
    if missing is None:
        parse_case(text, "case.toml")
        return
    assert missing in refusal(text)


def test_names_of_a_part_in_a_state_are_allowed_where_there_are_several():
    laws = {"lithiated": GIVEN.format(-15), "bare_upper": GIVEN.format(-1), "bare": INERT}
    case = parse_case(pillars(laws), "case.toml")
    assert list(case.cross_section().surfaces) == ["lithiated", "bare_upper", "bare"]
    said = refusal(pillars({**laws, "bare_top": INERT}))
    assert 'no surface "bare_top"' in said
    assert (
        "= allowed: upper, side, lower, lithiated, bare, or a part in a state, as bare_upper"
        in said
    )


PARTS = ("upper", "side", "lower")


@pytest.mark.parametrize("orientation", ["upright", "inverted"])
@pytest.mark.parametrize(
    ("laws", "trap"),
    [
        (dict(zip(PARTS, map(GIVEN.format, (-15, -1, -1)), strict=True)), True),
        (dict(zip(PARTS, map(GIVEN.format, (-15, -1, -15)), strict=True)), False),
        (dict(zip(PARTS, map(DRIVEN.format, (40, 0, 300)), strict=True)), False),
        (dict(zip(PARTS, map(DRIVEN.format, (0, 0, 300)), strict=True)), True),
        (dict(zip(PARTS, (GIVEN.format(-15), INERT, INERT), strict=True)), True),
        ({"lithiated": GIVEN.format(-15), "bare": GIVEN.format(-1)}, False),
        ({"lithiated": GIVEN.format(-15), "bare": GIVEN.format(-1), "side": INERT}, False),
        ({"lithiated": GIVEN.format(-15), "bare": GIVEN.format(-1), "lower": INERT}, True),
    ],
)
def test_laws_that_lithium_would_change_by_orientation_are_refused(laws, trap, orientation):
    text = pillars(laws, orientation=orientation)
    if not trap:
        parse_case(text, "case.toml")
        return
    said = refusal(text)
    now, then = ("upper", "lower") if orientation == "upright" else ("lower", "upper")
    assert f'lithium lies on "{now}" at the start, and on "{then}" with the other' in said
    assert "give the laws by state, as [surfaces.lithiated] and [surfaces.bare]" in said
    assert said.count("error:") == 1
    parse_case(pillars(laws, orientation=orientation, lithium=False), "case.toml")


def test_materials_of_the_shipped_plumes_turn_with_the_plumes():
    text = (CASES / "plumes" / "upright.toml").read_text("utf-8")
    parse_case(text, "case.toml")
    start, end = text.index("[surfaces.foil]"), text.index("[mesh]")
    inert = text[:start] + f"[surfaces.foil]\n{INERT}\n\n" + text[end:]
    assert 'the law of "foil" does not tell it from bare host' in refusal(inert)


def test_drawn_parts_are_not_named_by_one_state(tmp_path):
    text = (CASES / "outline" / "upright.toml").read_text("utf-8")
    (tmp_path / "felt.svg").write_bytes((CASES / "outline" / "felt.svg").read_bytes())
    other = text.replace('bare = ["lower fibres"]', 'rest = ["lower fibres"]')
    with pytest.raises(CaseError, match="are states of every part"):
        parse_case(other, str(tmp_path / "case.toml"))
