"""Whatever stands in a case file: it is a case, or a CaseError says what is wrong."""

from __future__ import annotations

import pytest

from platefront.case.load import parse_case
from platefront.case.problems import CaseError
from tests.case.refusals import JUNK
from tests.shared.case_files import CLOTH, ROOT

PILLARS = (ROOT / "cases" / "quick" / "pillars.toml").read_text("utf-8")


def keys_of(text):
    """Numbers of the lines that hold `key = value` on one line."""
    return [
        number
        for number, line in enumerate(text.split("\n"))
        if " = " in line and not line.startswith("#") and '"""' not in line
    ]


def verdict(text):
    """None if it is a case, else the report."""
    try:
        parse_case(text, "case.toml")
    except CaseError as error:
        return str(error)
    return None


@pytest.mark.parametrize("junk", JUNK)
def test_any_value_replaced_by_junk(junk):
    lines = PILLARS.split("\n")
    refused = 0
    for number in keys_of(PILLARS):
        key = lines[number].split(" = ")[0]
        report = verdict("\n".join([*lines[:number], f"{key} = {junk}", *lines[number + 1 :]]))
        if report is not None:
            refused += 1
            assert f"case.toml:{number + 1}:" in report or "case.toml  (" in report, report
    assert refused > len(keys_of(PILLARS)) / 2


@pytest.mark.parametrize("header", ["section", "section.collector", "surfaces.side", "stop"])
@pytest.mark.parametrize("junk", JUNK)
def test_any_table_replaced_by_junk(header, junk):
    before, _, after = PILLARS.partition(f"[{header}]\n")
    rest = after.partition("\n[")
    name = header.split(".")[-1]
    top = f"{header} = {junk}\n" if "." not in header else ""
    inside = f"[{header.rsplit('.', 1)[0]}]\n{name} = {junk}\n" if "." in header else ""
    if header == "section.collector":
        before, inside = before.replace("[section]\n", f"[section]\ncollector = {junk}\n"), ""
    report = verdict(f"{top}{before}{inside}\n[{rest[2]}" if rest[2] else f"{top}{before}{inside}")
    assert report is not None
    assert report.startswith("error: ")


@pytest.mark.parametrize("text", [PILLARS], ids=["pillars"])
def test_any_line_left_out(text):
    lines = text.split("\n")
    for number in range(len(lines)):
        verdict("\n".join([*lines[:number], *lines[number + 1 :]]))


def test_any_start_of_a_file():
    for end in range(0, len(PILLARS), 7):
        verdict(PILLARS[:end])


def test_the_cloth_itself_is_valid():
    assert verdict(CLOTH) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('width = "225 um"', 'width = "20 um"'),
        ('width = "225 um"', 'width = "225 um"\nthickness = "30 um"'),
        ('width = "225 um"', 'width = "225 um"\nfibre_diameter = "90 um"\npacking = 0.7'),
        ('width = "225 um"', 'width = "225 um"\nyarn_width = "200 um"'),
        ('capacity = "6 mAh/cm^2"', 'capacity = "90 mAh/cm^2"'),
    ],
)
def test_impossible_cloths_are_reported_at_the_section(old, new):
    assert old in CLOTH
    report = verdict(CLOTH.replace(old, new))
    assert report is not None
    assert report.startswith("error: [section")
    assert "1 error in case.toml" in report


def test_front_coarser_than_fibres_is_reported():
    report = verdict(CLOTH.replace('front_size = "2 um"', 'front_size = "2.5 um"'))
    assert report is not None
    assert "too coarse for a fibre diameter of 9 um" in report
