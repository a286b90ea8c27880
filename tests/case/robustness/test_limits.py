"""Case files out of all proportion: refused at once, in a few lines."""

from __future__ import annotations

import os
import time

import pytest

from platefront.case.limits import FILE_BYTES, KEYS, NESTING, VALUES
from platefront.case.load import load_case, parse_case
from platefront.case.problems import PROBLEMS_SHOWN, CaseError
from tests.shared.case_files import FOIL

LONGEST = 5_000
SECONDS = 10.0  # on a busy machine; each takes less than one


def refusal(text):
    begun = time.monotonic()
    with pytest.raises(CaseError) as refused:
        parse_case(text, "case.toml")
    assert time.monotonic() - begun < SECONDS
    report = str(refused.value)
    assert report.startswith("error: ")
    assert len(report) <= LONGEST
    assert all(character >= " " or character == "\n" for character in report)
    return report


@pytest.mark.parametrize(
    "construct",
    [
        f"a = {'[' * 5_000}{']' * 5_000}",
        f"a = {'[' * 200_000}",
        f"a = {'{b = ' * 5_000}1{'}' * 5_000}",
        f"a = {'[{b = ' * 2_000}1{'}]' * 2_000}",
        f"[{'a.' * 5_000}b]\nc = 1",
        f"[[{'a.' * 100_000}b]]",
        f"{'a . ' * 5_000}b = 1",
        f"{'.'.join(['"a"'] * 50_000)} = 1",
        f"[section.{'a.' * NESTING}b]",
    ],
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_nesting(construct, place):
    text = f"{construct}\n{FOIL}" if place == "before" else f"{FOIL}\n{construct}\n"
    assert f"tables and lists are nested deeper than {NESTING}" in refusal(text)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("7" * 5_000, "is longer than 100 characters"),
        ("-" + "7" * 5_000, "is longer than 100 characters"),
        ("0x" + "f" * 100_000, "is longer than 100 characters"),
        ("0b" + "1" * 90, "is too large for a whole number"),
        ("9223372036854775808", "is too large for a whole number"),
        ("99999999999999999999999999", "is too large for a whole number"),
        ("1." + "7" * 300, "is longer than 100 characters"),
        ("1979-05-27" * 50, "is longer than 100 characters"),
    ],
)
@pytest.mark.parametrize("key", ["title", "metal.electrons", "unknown", "front.mode", "gap"])
def test_long_numbers(key, value, said):
    given = FOIL.replace('"100 um"', value) if key == "gap" else f"{key} = {value}\n{FOIL}"
    assert said in refusal(given)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'title = "{"x" * 20_000}"\n', "a text is longer than 10000 characters"),
        (f"title = '{'x' * 900_000}'\n", "a text is longer than 10000 characters"),
        (f'description = """{"é\n" * 20_000}"""\n', "a text is longer than 10000 characters"),
        (f'description = """{"x" * 20_000}', "a text is longer than 10000 characters"),
        (f'"{"k" * 5_000}" = 1\n', "is longer than 100 characters"),
        (f"{'k' * 5_000} = 1\n", "is longer than 100 characters"),
        (f'["{"k" * 5_000}"]\n', "is longer than 100 characters"),
        ("#" + "c" * FILE_BYTES, "the file is larger than 1 MB"),
        ("".join(f"k{n} = 1\n" for n in range(KEYS + 1)), f"more than {KEYS} keys"),
        ("".join(f"[k{n}]\n" for n in range(VALUES + 1)), f"more than {VALUES} values"),
        (f"a = [{'1,' * (VALUES + 1)}]\n", f"more than {VALUES} values"),
        ('title = "\\u0000"\n', "a text cannot contain a NUL character"),
    ],
)
def test_long_texts_keys_and_files(text, said):
    assert said in refusal(text + FOIL)


@pytest.mark.parametrize(
    "text",
    [
        "x" + " " * 900_000 + "y",
        "key" + " " * 900_000 + "= 1",
        "a:" + " " * 900_000 + "b",
        "a = 1" + " " * 900_000 + "b",
        "[a" + " " * 400_000 + "\n[a" + " " * 400_000,
        "\n" * 900_000 + "=",
        '"' * 900_000,
        "'" * 900_001,
        "\\" * 900_000,
        "=" * 900_000,
        '"\\' * 400_000,
    ],
)
def test_what_no_parser_likes(text):
    refusal(text)


def test_ten_problems_are_shown_and_the_others_counted():
    text = FOIL + "".join(f"\nunknown_{n} = 1" for n in range(300))
    report = refusal(text)
    assert report.count("error: ") == PROBLEMS_SHOWN
    assert f"… and {300 - PROBLEMS_SHOWN} more" in report
    assert "300 errors in case.toml; nothing was run or written." in report


def test_every_item_of_a_list_is_counted():
    items = ", ".join(["3"] * 5_000)
    assert "5000 errors in case.toml" in refusal(f"{FOIL}\n[output]\ntimes = [{items}]\n")


def test_quoted_lines_are_cut_around_the_place():
    line = f'output = {{ times = [{", ".join(["1 s"] * 0 + ['"1 s"'] * 900)}, "1 kg"] }}'
    report = refusal(f"{line}\n{FOIL}")
    assert 'unit "kg" measures a mass' in report
    row, marks = report.split("\n")[3:5]
    assert row[marks.index("^") :].startswith('"1 kg"')
    assert max(map(len, report.split("\n"))) < 400


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("\\u001B[2J", "\\u001B[2J"),
        ("\\u202Eevil", "\\u202Eevil"),
        ("\\u0007", "\\u0007"),
        ("\\u2028", "\\u2028"),
        ("a\\nb", "a\\nb"),
        ("\\u009B31m", "\\u009B31m"),
    ],
)
def test_control_characters_do_not_reach_the_terminal(key, shown):
    assert shown in refusal(f'"{key}" = 1\n{FOIL}')
    assert shown in refusal(FOIL.replace('"100 um"', f'"100 {key}"'))
    assert shown in refusal(FOIL.replace('kind = "foil"', f'kind = "{key}"'))


def test_raw_invisible_characters_of_a_line_are_shown():
    report = refusal(FOIL.replace('"100 um"', '"100\u202eum"'))
    assert "\\u202E" in report
    assert "\u202e" not in report


@pytest.mark.parametrize("value", ["1979-05-27", "07:32:00", "1979-05-27T07:32:00Z"])
@pytest.mark.parametrize(
    "place", ["title = {}\n{}", "section.x = {}\n{}", "x = [[{}]]\n{}", "front = {}\n{}"]
)
def test_dates(place, value):
    refusal(place.format(value, FOIL))


def test_dates_in_lists_of_texts():
    case = FOIL.replace("[section.collector]", "[section.collector]\nfile = 1\n")
    assert case != FOIL
    document = case.replace('kind = "foil"', 'kind = "outline"\ncollector = [1979-05-27]')
    assert "cannot be the date or time 1979-05-27" in refusal(document)


@pytest.mark.parametrize(
    "text",
    [
        "section.gap = '1 um'\nsection.gap.x = 1\n",
        "section.gap.x = 1\nsection.gap = 2\n",
        "section = 1\n[section]\n",
        "a.b = 1\n[a]\n",
        "[a]\n[a]\n",
        "[[a]]\n[a]\n",
        "a = {b = 1}\n[a.c]\n",
        "a = []\n[[a]]\n",
        'title = ""\ntitle = ""\n',
        '"title" = 1\ntitle = 1\n',
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_keys_that_clash(text, line_end):
    refusal((text + FOIL).replace("\n", line_end))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (FOIL.encode("utf-16"), "is not UTF-8"),
        (b"\xff" + FOIL.encode(), "line 1 is not UTF-8"),
        (b"\n\n\xed\xa0\x80" + FOIL.encode(), "line 3 is not UTF-8"),  # a surrogate
        (b"\0" * 50, "not valid TOML"),
        (FOIL.replace("\n", "\r").encode(), "not valid TOML"),
        (b"#" * 50_000_000, "the file is larger than 1 MB"),
        (b"", "missing table [section]"),
        ("title = 1 # \x0c \x85 \u2028\nx = = 1".encode(), "not valid TOML"),
    ],
)
def test_bytes_that_are_no_case(tmp_path, content, said):
    path = tmp_path / "case.toml"
    path.write_bytes(content)
    with pytest.raises(CaseError) as refused:
        load_case(path)
    assert said in str(refused.value)
    assert len(str(refused.value)) <= LONGEST


@pytest.mark.parametrize("place", ["/dev/zero", "/dev/null", "/proc/self/mem", "pipe", "link"])
def test_what_is_no_regular_file_is_refused(tmp_path, place):
    path = tmp_path / "case.toml"
    if place == "pipe":
        os.mkfifo(path)
    elif place == "link":
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to(tmp_path / "pipe")
    else:
        path.symlink_to(place)
    begun = time.monotonic()
    with pytest.raises(CaseError):
        load_case(path)
    assert time.monotonic() - begun < SECONDS


def test_file_name_is_cut_and_escaped():
    with pytest.raises(CaseError) as refused:
        parse_case("", f"\x1b[2J{'n' * 4_000}\udcff.toml")
    report = str(refused.value)
    assert "\x1b" not in report
    report.encode()  # no half of a surrogate pair
    assert len(report) < LONGEST
