"""`platefront init`: every shipped case is a template, and its copy is the same case."""

from __future__ import annotations

import pytest

import platefront
from platefront.case.templates import copy_template, templates
from tests.shared.case_files import CASE_FILES, CASES


def test_templates_are_the_shipped_cases(command):
    names = [str(path.relative_to(CASES).with_suffix("")) for path in CASE_FILES]
    assert list(templates()) == sorted(names)
    code, out, err = command("init")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == sorted(names)
    assert "Quick start: flat foil" in out


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("quick/foil", ["foil.toml"]),
        ("outline/upright.toml", ["upright.toml", "felt.svg"]),
        ("micrograph/upright", ["upright.toml", "cloth.png"]),
        ("electrolytes/own_properties", ["own_properties.toml", "conductivity.csv"]),
    ],
)
def test_a_copy_has_the_files_that_it_refers_to(command, tmp_path, name, files):
    code, out, err = command("init", name, tmp_path / "new")
    assert (code, err) == (0, "")
    assert out.splitlines() == [str(tmp_path / "new" / file) for file in files]
    original = CASES / name.removesuffix(".toml")
    copy = tmp_path / "new" / files[0]
    assert copy.read_bytes() == original.with_suffix(".toml").read_bytes()
    assert platefront.load_case(copy).title == templates()[name.removesuffix(".toml")]


def test_every_template_finds_its_files(tmp_path):
    """A file that a case names is a key `file`; each copy has just these."""
    for name in templates():
        case, *files = copy_template(name, tmp_path / name)
        named = {line.split('"')[1] for line in case.read_text().splitlines() if "file =" in line}
        assert {file.name for file in files} == named, name


def test_nothing_is_replaced(command, tmp_path):
    (tmp_path / "felt.svg").write_text("mine")
    code, out, err = command("init", "outline/upright", tmp_path)
    assert (code, out) == (2, "")
    assert f"{tmp_path / 'felt.svg'} is there already" in err
    assert [path.name for path in tmp_path.iterdir()] == ["felt.svg"]


def test_an_unknown_template_names_the_nearest(command, tmp_path):
    code, _, err = command("init", "quick/foyl", tmp_path / "new")
    assert code == 2
    assert 'no template "quick/foyl". Did you mean "quick/foil"?' in err
    assert not (tmp_path / "new").exists()
