"""Objects of a drawing: each one is counted once, and notes stand with a refusal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.importing.cleaning import clean_section
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.inventory import Inventory, LeftOut
from platefront.geometry.importing.naming import Roles

UM = 1e-6


def square(name: str, x: float, y: float, side: float, more: tuple[str, ...] = ()) -> DrawnShape:
    corners = np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
    return DrawnShape((name, *more), (DrawnLine(corners, True),), f'object "{name}"')


BOX = square("box", 0, 0, 100)
FIBRES = (square("fibre", 10, 10, 20), square("fibre", 50, 10, 20), square("fibre", 50, 50, 20))
LITHIUM = square("lithium", 10, 30, 10)
NOTE = square("frame", 5, 5, 3)
TEXTS = LeftOut("TEXT", "no outline", ("TEXT 2F", "TEXT 30"))
HIDDEN = LeftOut("CIRCLE", 'layer "old" is frozen', ("CIRCLE 31",))
DRAWING = Drawing("a.dxf", (BOX, *FIBRES, LITHIUM, NOTE), UM, left_out=(TEXTS, HIDDEN))


def cleaned(drawing: Drawing, **roles):
    keys = {"collector": ("fibre",), "deposit": ("lithium",)} | roles
    return clean_section(drawing, Roles(**keys), 1e-9, None)


def test_every_object_is_counted_once():
    found = cleaned(DRAWING).inventory
    assert (found.held, found.omitted) == (9, 3)
    assert {role: n for role, n in found.taken.items() if n} == {
        "collector": 3,
        "lithium": 1,
        "box": 1,
        "not used": 1,
    }
    assert str(found) == (
        "9 objects in a.dxf: 3 collector, 1 lithium, 1 box, 1 not used, 3 left out (TEXT, CIRCLE)"
    )


def test_an_object_of_two_roles_counts_in_the_first():
    found = cleaned(DRAWING, surfaces={"one": ("fibre",), "two": ("frame", "lithium")}).inventory
    assert (found.taken["collector"], found.taken["surfaces only"]) == (3, 1)
    assert found.taken["not used"] == 0


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_lost_object_is_an_error_of_the_program(count):
    with pytest.raises(AssertionError, match="3 accounted for"):
        Inventory("a.svg", 3 + count, {"collector": 2, "box": 1}, ())


def test_what_is_left_out_is_told_with_reason_and_place():
    notes = cleaned(DRAWING).notes
    assert "a.dxf: 2 TEXT left out: no outline (TEXT 2F; TEXT 30)" in notes
    assert 'a.dxf: 1 CIRCLE left out: layer "old" is frozen (CIRCLE 31)' in notes


@pytest.mark.parametrize(
    "drawing",
    [
        replace(DRAWING, unit=None),
        replace(DRAWING, shapes=(BOX, square("fibre", 90, 0, 30), LITHIUM)),
        replace(DRAWING, shapes=(BOX, square("fibre", 10, 20, 30), LITHIUM)),
        replace(DRAWING, shapes=(BOX, *FIBRES)),
        replace(DRAWING, shapes=()),
    ],
    ids=["no unit", "beyond the box", "overlap", "no lithium", "nothing"],
)
def test_notes_stand_with_a_refusal(drawing):
    with pytest.raises(DrawingError) as error:
        cleaned(drawing)
    assert "a.dxf: 2 TEXT left out: no outline (TEXT 2F; TEXT 30)" in error.value.__notes__


def test_the_table_of_a_section_and_of_a_check_shows_the_counts(tmp_path, monkeypatch, command):
    case = _case(tmp_path, "fibres: POLYGON ((20 20, 60 20, 60 60, 20 60, 20 20))\n")
    monkeypatch.chdir(tmp_path)
    for name in ("section", "check"):
        code, out, _ = command(name, case)
        assert code == 0
        rows = [line.split()[:3] for line in out.splitlines()]
        assert ["drawing", "3", "objects"] in rows
        assert ["collector", "1"] in rows
        assert ["box", "1"] in rows
        assert ["not", "used", "1"] in rows


def test_a_refused_case_shows_the_notes(tmp_path, monkeypatch, command):
    case = _case(tmp_path, "fibres: POLYGON ((20 20, 160 20, 160 60, 20 60, 20 20))\n")
    monkeypatch.chdir(tmp_path)
    code, _, err = command("check", case)
    assert code == 2
    assert "this object reaches 60 out of the box" in err
    assert "= note: a.wkt: not used, as the case does not name them: " in err


def _case(folder, fibres: str) -> str:
    rest = (
        "box: POLYGON ((0 0, 100 0, 100 80, 0 80, 0 0))\n"
        "frame: POLYGON ((1 1, 2 1, 2 2, 1 2, 1 1))\n"
    )
    (folder / "a.wkt").write_text(fibres + rest, encoding="utf-8")
    text = """
[section]
gap = "20 um"
collector = { kind = "outline", file = "a.wkt", scale = "1 um", collector = ["fibres"] }
[electrolyte]
concentration = "1 mol/L"
salt_diffusivity = "3e-10 m^2/s"
transference_number = 0.4
[control]
mode = "overpotentials"
[surfaces]
lithiated = { law = "overpotential", overpotential = "-5 mV" }
bare = { law = "overpotential", overpotential = "-5 mV" }
[mesh]
front_size = "2 um"
largest_size = "5 um"
[stop]
capacity = "0.1 mAh/cm^2"
"""
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return "case.toml"
