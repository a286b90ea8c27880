"""`--set KEY=VALUE`: the changed case, its text, and messages that name the change."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from platefront.case.changes import read_changes, with_changes
from platefront.case.dump import dump_case
from platefront.case.load import load_case, parse_case, source_of
from platefront.case.problems import CaseError
from tests.shared.case_files import CASE_FILES, CASES, FOIL

FILE = CASES / "quick" / "foil.toml"
PROTOCOL = CASES / "protocols" / "cell_cycle.toml"


def changed(text: str, *given: str) -> dict:
    return tomllib.loads(with_changes(text, read_changes(given)))


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("3", 3),
        ("0.4", 0.4),
        ("true", True),
        ("30 um", "30 um"),
        ('"30 um"', "30 um"),
        ("upright", "upright"),
        ("[1, 2]", [1, 2]),
        ("{ a = 1 }", {"a": 1}),
        ("3 # not a comment's place", 3),
        ("30 um\nother = 3", "30 um\nother = 3"),
    ],
)
def test_values_are_those_of_a_case_file_and_text_needs_no_quotes(given: str, value: object):
    assert changed("[a]\nb = 1\n", f"a.b={given}") == {"a": {"b": value}}


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("", "a=1", {"a": 1}),
        ("[t]\n", "a=1", {"a": 1, "t": {}}),
        ("[t]\nx = 1", "t.y=2", {"t": {"x": 1, "y": 2}}),
        ("[t]\r\nx = 1\r\n[u]\r\n", "t.y=2", {"t": {"x": 1, "y": 2}, "u": {}}),
        ("t.x = 1\n", "t.y=2", {"t": {"x": 1, "y": 2}}),
        ("[t]\n", "t.u.v=2", {"t": {"u": {"v": 2}}}),
        ("[t.u]\nw = 1\n", "t.v=2", {"t": {"u": {"w": 1}, "v": 2}}),
        ("t = { x = 1 }\n", "t.y=2", {"t": {"x": 1, "y": 2}}),
        ("t = {}\n", "t.u.v=2", {"t": {"u": {"v": 2}}}),
        ("[[p]]\nx = 1\n[[p]]\n", "p[0].y=2", {"p": [{"x": 1, "y": 2}, {}]}),
        ("p = [{ x = 1 }, 5]\n", "p[0].x=2", {"p": [{"x": 2}, 5]}),
        ('["a b"]\nx = 1\n', '"a b".x=2', {"a b": {"x": 2}}),
        ("x = [\n  1,\n  2,\n]\ny = 1\n", "x=3", {"x": 3, "y": 1}),
    ],
)
def test_a_key_is_replaced_or_added_where_its_table_is(text: str, given: str, expected: dict):
    assert changed(text, given) == expected


def test_the_last_change_of_a_key_holds():
    assert changed("[t]\nx = 1\n", "t.x=2", "t.x=3") == {"t": {"x": 3}}


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_text_around_a_change_stays_in_every_shipped_case(path: Path):
    text = path.read_text("utf-8")
    after = with_changes(text, read_changes(["mesh.growth=0.31", "front.courant=0.21"]))
    wanted = tomllib.loads(text)
    wanted["mesh"]["growth"] = 0.31
    wanted.setdefault("front", {})["courant"] = 0.21
    assert tomllib.loads(after) == wanted
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in after.splitlines() if line.startswith("#")] == comments


@pytest.mark.parametrize(
    ("text", "given", "reason"),
    [
        (FOIL, "section.gap", "expected KEY=VALUE"),
        (FOIL, "section.gap=", "expected KEY=VALUE"),
        (FOIL, "section .gap=3", '"section .gap" is no key'),
        (FOIL, ".gap=3", '".gap" is no key'),
        (FOIL, "section.=3", '"section." is no key'),
        (FOIL, "section.gap=[1", '"[1" is no value'),
        (FOIL, "section=3", "section is a table"),
        (FOIL, "section.gap.x=3", "section.gap is no table"),
        (FOIL, "protocol[1].mode=rest", "no table protocol[1]"),
        ("p = [1]\n", "p[1]=3", "p has no such entry"),
        ("[[p]]\n", "p[1]=3", "no entry p[1]"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_with_its_reason(text, given, reason):
    with pytest.raises(CaseError) as refused:
        with_changes(text, read_changes([given]))
    message = str(refused.value)
    assert message.startswith(f"--set {given}: ")
    assert reason in message


def test_messages_name_the_change_and_the_nearest_key(command):
    code, out, err = command("check", FILE, "--set", "mesh.fron_size=2 um")
    assert (code, out) == (2, "")
    assert err == (
        'error: unknown key "fron_size" in [mesh]\n'
        " --> from --set mesh.fron_size=2 um  (mesh.fron_size)\n"
        '  = help: did you mean "front_size"?\n'
        "  = allowed: front_size, largest_size, junction_size, growth, order\n\n"
        f"1 error in {FILE} with --set mesh.fron_size=2 um; nothing was run or written.\n"
    )


def test_messages_about_the_file_keep_its_lines(command, tmp_path):
    """A line that a change adds or removes above does not move the others."""
    case = tmp_path / "case.toml"
    case.write_text("title = [\n\n]\n" + FOIL.replace("5 um", "5 parsec"))
    code, _, err = command("check", case, "--set", "title=Foil", "--set", "section.walls=periodic")
    line = case.read_text().splitlines().index('largest_size = "5 parsec"') + 1
    assert code == 2
    assert f"{case}:{line}:16  (mesh.largest_size)" in err
    assert err.count("error: ") == 1


def test_bad_value_of_a_change_is_told_like_one_of_the_file():
    with pytest.raises(CaseError, match=r"section.gap|gap") as refused:
        load_case(FILE, changes=read_changes(["section.gap=-3 um"]))
    assert "from --set section.gap=-3 um  (section.gap)" in str(refused.value)
    with pytest.raises(CaseError, match="needs a unit"):
        load_case(FILE, changes=read_changes(["section.gap=50"]))


def test_resolved_case_carries_the_change_and_the_comments():
    changes = read_changes(["section.gap=60 um", "surfaces.foil.overpotential=-20 mV"])
    case = load_case(FILE, changes=changes)
    text = dump_case(case, source_of(FILE, changes))
    assert "# Flat foil with a fixed front" in text
    again = parse_case(text, str(FILE))
    assert again == case
    assert again.section.gap == 60e-6
    assert again != load_case(FILE)


def test_a_step_of_a_protocol_is_changed_by_its_number():
    changes = read_changes(["protocol[0].steps[0].current_density=3 mA/cm^2"])
    before, after = load_case(PROTOCOL), load_case(PROTOCOL, changes=changes)
    assert before.protocol[0].steps[0].current_density == pytest.approx(60.0, rel=1e-12)
    assert after.protocol[0].steps[0].current_density == pytest.approx(30.0, rel=1e-12)
    assert after.protocol[0].steps[1:] == before.protocol[0].steps[1:]


def test_check_and_section_take_changes(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(FILE, "foil.toml")
    code, out, _ = command("check", "foil.toml", "--set", "section.gap=70 um")
    assert code == 0
    assert "7e-05 m" in out
    code, out, _ = command("section", "foil.toml", "--set", "section.collector.width=12 um")
    assert code == 0
    assert "12 µm" in out
