"""A table chosen inside a table with a choice, and a list of pairs of quantities."""

from __future__ import annotations

import tomllib
from io import StringIO

import pytest
from rich.console import Console

from platefront.case.dump import dump_case
from platefront.case.load import parse_case
from platefront.case.problems import CaseError, last_key
from platefront.case.reference import case_reference
from platefront.case.schema import case_schema
from platefront.case.tables import kind_of
from platefront.commands.check import print_case
from platefront.geometry.collectors import Profile
from platefront.geometry.collectors.curves import GivenPoints, Sinusoid
from tests.case.refusals import JUNK
from tests.case.schema_complaints import complaints
from tests.shared.case_files import FOIL

POINTS = 'shape = "points"\npoints = [["0 um", "1 um"], ["5 um", "2000 nm"], ["0.02 mm", "0 m"]]'
PROFILE = FOIL.replace("[surfaces.foil]", "[surfaces.profile]").replace(
    'kind = "foil"\nwidth = "20 um"',
    f'kind = "profile"\nwidth = "20 um"\n\n[section.collector.curve]\n{POINTS}',
)


def test_pairs_arrive_in_si():
    assert parse_case(PROFILE, "profile.toml").section.collector == Profile(
        width=2e-5, curve=GivenPoints(points=((0.0, 1e-6), (5e-6, 2e-6), (2e-5, 0.0)))
    )


def test_the_shape_chooses_the_keys():
    wave = PROFILE.replace(POINTS, 'shape = "sinusoid"\namplitude = "1 um"\nphase = "180 deg"')
    curve = parse_case(wave, "wave.toml").section.collector.curve
    assert isinstance(curve, Sinusoid)
    assert curve.phase == pytest.approx(3.14159265)
    with pytest.raises(
        CaseError, match=r'unknown key "amplitude" in \[section\.collector\.curve\]'
    ):
        parse_case(PROFILE.replace(POINTS, f'{POINTS}\namplitude = "1 um"'), "mixed.toml")


def test_the_resolved_profile_reads_back():
    case = parse_case(PROFILE, "profile.toml")
    text = dump_case(case)
    assert parse_case(text, "resolved.toml") == case
    assert "[section.collector.curve]" in text


def test_schema_and_reference_know_pairs():
    written = tomllib.loads(PROFILE)
    assert complaints(written, case_schema()) == []
    written["section"]["collector"]["curve"]["points"][1] = "5 um"
    assert complaints(written, case_schema()) != []
    field = case_schema()["$defs"]["GivenPoints"]["properties"]["points"]
    assert (field["items"]["minItems"], field["items"]["maxItems"]) == (2, 2)
    assert field["items"]["items"]["type"] == "string"
    assert "| `points` | list of: [length, length] | required |" in case_reference()


def test_check_prints_pairs_in_brackets():
    console = Console(file=StringIO(), width=140)
    print_case(parse_case(PROFILE, "profile.toml"), console)
    assert "(0 m, 1e-06 m), (5e-06 m, 2e-06 m)" in console.file.getvalue()


def test_kinds_of_lists():
    assert kind_of(tuple[float, ...]).length is None
    pairs = kind_of(tuple[tuple[float, float], ...])
    assert pairs.items is not None
    assert (pairs.length, pairs.items.length) == (None, 2)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("output", "times", 2), "times[2]"),
        (("section", "curve", "points", 3, 0), "points[3][0]"),
        (("section", "gap"), "gap"),
        ((), ""),
    ],
)
def test_a_key_is_named_with_all_its_indices(path, name):
    assert last_key(path) == name


@pytest.mark.parametrize("junk", [*JUNK, '[["0 um"]]', "[[]]", '[["0 um", "1 um", "2 um"]]'])
@pytest.mark.parametrize("place", ['["5 um", "2000 nm"]', '"2000 nm"', '"points"'])
def test_junk_in_a_list_of_pairs_is_refused_at_its_line(junk, place):
    text = PROFILE.replace(place, junk)
    with pytest.raises(CaseError) as refused:
        parse_case(text, "case.toml")
    assert "case.toml:" in str(refused.value)
    assert "section.collector" in str(refused.value)
