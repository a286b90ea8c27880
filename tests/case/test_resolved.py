"""The resolved case: the user's own text with the defaults, to the last bit."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platefront.case.annotation import annotated
from platefront.case.dump import dump_case
from platefront.case.load import load_case, parse_case
from platefront.case.units import exact_quantity, read_quantity
from tests.shared.case_files import CASE_FILES, FOIL

UNITS = ("m", "A/m^2", "C/m^2", "K", "V", "kg/m^3", "m^2/s", "mol/m^3", "s", "rad", "ohm*m^2")


def lines_of(text):
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.slow
def test_every_line_of_a_shipped_case_is_kept(path):
    source = path.read_text("utf-8")
    case = load_case(path)
    text = dump_case(case, source)
    assert text == annotated(source, case), "written anew"
    again = parse_case(text, str(path))
    assert again == case
    assert repr(again) == repr(case)
    kept = [line for line in lines_of(source) if not line.startswith("file = ")]
    remaining = iter(lines_of(text))
    assert all(line in remaining for line in kept)  # in their order
    assert dump_case(again, text) == text  # with nothing left to add
    for line in set(lines_of(text)) - set(lines_of(source)):
        assert re.match(r"# [Dd]efaults|\[|[\w.]+ = .* # \w|[\w.]+ = |.*\" +# |file", line), line


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(UNITS))
def test_any_float_is_written_exactly(value, unit):
    again = read_quantity(exact_quantity(value, unit), unit)
    assert (again, str(again)) == (value, str(value))


@given(st.decimals("-1e4", "1e4", places=3), st.sampled_from(["um", "mm", "nm", "m"]))
def test_lengths_as_people_write_them_are_exact(number, unit):
    value = read_quantity(f"{number} {unit}", "m")
    assert read_quantity(exact_quantity(value, "m"), "m") == value


@pytest.mark.parametrize(
    ("text", "unit", "written"),
    [
        ("30 um", "m", "30 um"),
        ("0.03 mm", "m", "30 um"),
        ("2.5 A/m^2", "A/m^2", "0.25 mA/cm^2"),
        ("90 min", "s", "90 min"),
        ("36000 C/m^2", "C/m^2", "1 mAh/cm^2"),
        ("45 deg", "rad", "0.7853981633974483 rad"),  # π/4 has more digits than degrees keep
        ("0 um", "m", "0.0 m"),
    ],
)
def test_customary_units_where_they_are_exact(text, unit, written):
    assert exact_quantity(read_quantity(text, unit), unit) == written or unit == "rad"


@given(st.floats(1e-6, 9e-5), st.floats(-0.2, -1e-4), st.floats(1e-12, 1e-8), st.floats(0.05, 0.95))
def test_random_values_read_back_to_the_last_bit(gap, overpotential, diffusivity, transference):
    text = (
        FOIL.replace('"100 um"', f'"{gap!r} m"')
        .replace('"-30 mV"', f'"{overpotential!r} V"')
        .replace('"2.93e-10 m^2/s"', f'"{diffusivity!r} m^2/s"')
        .replace("transference_number = 0.4", f"transference_number = {transference!r}")
        .replace('front_size = "2 um"', 'front_size = "0.2 um"')
    )
    case = parse_case(text, "foil.toml")
    for resolved in (dump_case(case), dump_case(case, text)):
        assert repr(parse_case(resolved, "foil.toml")) == repr(case)


INLINE = """\
section = {gap = "100 um",  collector = { kind = "foil", width = "20 um" } } # inline
electrolyte.concentration = "1 mol/L" # dotted
electrolyte.salt_diffusivity = "2.93e-10 m^2/s"
electrolyte.transference_number = 0.4
control = {mode = "overpotentials"}
mesh."front_size" = "2 um"
mesh.largest_size = "5 um"
time = {}
stop = { capacity = "0.1 mAh/cm^2"}
[surfaces]
foil = { law = "overpotential", overpotential = "-30 mV" } # the only one
"""
DOTTED_BELOW_HEADERS = """\
[section]
collector.kind = "foil" # of copper
collector.width = "20 um"
gap = "100 um"
[surfaces]
'foil'.law = "overpotential"
foil.overpotential = "-30 mV"
"""


@pytest.mark.parametrize(
    "source",
    [
        INLINE,
        DOTTED_BELOW_HEADERS + FOIL[FOIL.index("[electrolyte]") : FOIL.index("[surfaces")]
        + FOIL[FOIL.index("[mesh]") :],
        FOIL.replace("\n", "\r\n"),
        FOIL.rstrip("\n"),
        FOIL + "# the end",
        FOIL + "[output]",
        FOIL + "[output]\n\n\n# nothing\n",
        FOIL.replace("[surfaces.foil]", '  [ surfaces . "foil" ]   # foil'),
        f"# above\n{FOIL}",
        f'description = """\n[mesh]\nfront_size = 1\n"""\n{FOIL}',
    ],
    ids=range(10),
)  # fmt: skip
def test_other_notations_are_added_to(source):
    case = parse_case(source, "case.toml")
    text = annotated(source, case)
    assert text is not None
    assert dump_case(case, source) == text
    assert repr(parse_case(text, "case.toml")) == repr(case)
    for comment in re.findall(r"# .+", source):
        assert comment.strip() in text
    written_anew = tomllib.loads(dump_case(case))
    assert set(tomllib.loads(text)) == set(written_anew)


def test_a_text_of_another_case_is_not_taken():
    case = parse_case(FOIL, "case.toml")
    for source in (FOIL.replace("20 um", "21 um"), "a = 1", "=", FOIL.replace("2.93", "2.930001")):
        text = dump_case(case, source)
        assert text == dump_case(case)
        assert parse_case(text, "case.toml") == case


def test_descriptions_are_comments_of_defaults():
    text = dump_case(parse_case(FOIL, "case.toml"), FOIL)
    assert re.search(r'\ntemperature = "298.15 K" +# Temperature T\.\n', text)
    assert "# Defaults of tables that are not given\n\n[metal]\n" in text
