"""The file that a case names lies in its folder and is a file; nothing else is opened."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from platefront.case.dump import dump_case
from platefront.case.inputs import keep_inputs
from platefront.case.load import load_case
from platefront.case.problems import CaseError
from platefront.geometry.importing.confined import formats
from platefront.geometry.trust import OPTION, trust
from tests.shared.case_files import CASES

GEO = """
SetFactory("OpenCASCADE");
Rectangle(1) = {20, 10, 0, 40, 30};
Rectangle(2) = {0, 0, 0, 100, 80};
Physical Surface("fibres") = {1};
Physical Surface("box") = {2};
"""
CASE = (CASES / "outline" / "upright.toml").read_text("utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    shutil.copyfile(CASES / "outline" / "felt.svg", tmp_path / "felt.svg")
    shutil.copyfile(CASES / "outline" / "felt.svg", folder / "felt.svg")
    monkeypatch.chdir(folder)
    return folder


def case_of(folder: Path, file: str) -> Path:
    path = folder / "case.toml"
    path.write_text(CASE.replace('file = "felt.svg"', f'file = "{file}"'), encoding="utf-8")
    return path


def refusal(command, *arguments) -> str:
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert len(err) < 2000
    return err


@pytest.mark.parametrize(
    "file",
    [
        "../felt.svg",
        "{parent}/felt.svg",
        "/etc/passwd",
        "sub/../../felt.svg",
        "link.svg",
        "up/felt.svg",
    ],
)
@pytest.mark.parametrize("what", ["check", "run"])
def test_file_outside_the_folder_is_refused_with_line_and_key(what, file, folder, command):
    (folder / "sub").mkdir()
    (folder / "link.svg").symlink_to("../felt.svg")
    (folder / "up").symlink_to("..")
    case_of(folder, file.format(parent=folder.parent))
    said = refusal(command, what, "case.toml")
    assert "lies outside" in said
    assert "(section.collector.file)" in said
    assert "allowed: a regular file in the folder of the case file or below it" in said
    assert "--> case.toml:18" in said


def test_file_below_the_folder_and_link_within_it_are_read(folder, command):
    (folder / "sub").mkdir()
    (folder / "felt.svg").rename(folder / "sub" / "felt.svg")
    (folder / "link.svg").symlink_to("sub/felt.svg")
    for file in ("sub/felt.svg", "./sub/../sub/felt.svg", "link.svg", str(folder / "link.svg")):
        assert load_case(case_of(folder, file)).cross_section().collector.area > 0.0


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("pipe", "is a named pipe, not a regular file"),
        ("socket", "is a socket, not a regular file"),
        ("folder", "is a folder, not a file"),
        ("device", "lies outside"),
        ("process", "lies outside"),
        ("circle", "link"),
        ("absent", 'there is no file "x.svg"'),
    ],
)
def test_what_is_no_regular_file_is_refused_at_once(kind, said, folder, command):
    path = folder / "x.svg"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as made:
                made.bind("x.svg")
        case "folder":
            path.mkdir()
        case "device":
            path.symlink_to("/dev/zero")
        case "process":
            path.symlink_to("/proc/self/environ")
        case "circle":
            path.symlink_to("x.svg")
    case_of(folder, "x.svg")
    assert said in refusal(command, "check", "case.toml")


def test_null_character_in_a_path_is_refused(folder, command):
    case_of(folder, "a\\u0000.svg")
    assert "NUL character" in refusal(command, "check", "case.toml")


def test_long_path_is_refused_in_short(folder, command):
    case_of(folder, "x" * 300 + ".svg")
    assert "too long" in refusal(command, "check", "case.toml")[:400]


@pytest.mark.parametrize("ending", sorted(formats.DRAWINGS))
def test_size_is_limited_before_a_file_is_read(ending, folder, command):
    with (folder / f"x{ending}").open("wb") as file:
        file.truncate(formats.DRAWINGS[ending].largest + 1)
    case_of(folder, f"x{ending}")
    said = refusal(command, "check", "case.toml")
    assert " MB; at most " in said


def test_drawing_exchanged_after_the_check_is_refused(folder):
    case = load_case(case_of(folder, "felt.svg"))
    (folder / "felt.svg").unlink()
    os.mkfifo(folder / "felt.svg")
    with pytest.raises(ValueError, match="is a named pipe"):
        case.section.collector.drawn()


def test_copy_beside_the_results_is_not_written_through_a_link(folder, tmp_path):
    case = load_case(case_of(folder, "felt.svg"))
    results = tmp_path / "results"
    results.mkdir()
    (tmp_path / "precious").write_text("precious")
    (results / "felt.svg").symlink_to(tmp_path / "precious")
    keep_inputs(case, results)
    assert (tmp_path / "precious").read_text() == "precious"
    assert (results / "felt.svg").read_bytes() == (folder / "felt.svg").read_bytes()


class TestTrust:
    @pytest.fixture
    def case(self, folder):
        (folder / "frame.geo").write_text(GEO)
        text = CASE.replace('file = "felt.svg"', 'file = "frame.geo"')
        start, end = text.index("[surfaces."), text.index("[mesh]")
        laws = "".join(
            f'[surfaces.{name}]\nlaw = "overpotential"\noverpotential = "-30 mV"\n\n'
            for name in ("lithiated", "bare")
        )
        lines = [
            line
            for line in (text[:start] + laws + text[end:]).splitlines()
            if not line.startswith(("surfaces =", "deposit ="))
        ]
        (folder / "case.toml").write_text("\n".join(lines))
        return folder / "case.toml"

    @pytest.mark.parametrize("what", ["check", "section", "mesh", "run", "converge"])
    def test_every_command_refuses_a_program_and_names_the_option(self, what, case, command):
        said = refusal(command, what, case.name)
        assert "a .geo file is a program" in said
        assert f"add {OPTION} frame.geo to the command" in said
        assert sorted(path.name for path in case.parent.iterdir()) == [
            "case.toml", "felt.svg", "frame.geo",
        ]  # fmt: skip

    @pytest.mark.parametrize("what", ["check", "section"])
    def test_trusted_program_is_read(self, what, case, command):
        code, out, err = command(what, case.name, OPTION, "frame.geo")
        assert code == 0, err
        assert "bare" in out

    def test_kept_case_needs_trust_again(self, case, tmp_path, monkeypatch):
        trust(case.with_name("frame.geo"))
        results = tmp_path / "results"
        results.mkdir()
        resolved = results / "case.toml"
        resolved.write_text(dump_case(keep_inputs(load_case(case), results)), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(case.parent)
        with pytest.raises(CaseError, match=f"add {OPTION} results/frame.geo to the command"):
            load_case(resolved)
        trust(results / "frame.geo")  # and the refusal is not remembered
        assert load_case(resolved).cross_section().collector.area == pytest.approx(1200.0)

    def test_ranks_are_told_which_files_are_trusted(self, case, command, monkeypatch):
        told: list[str] = []
        monkeypatch.setattr(
            "platefront.commands.parallel.run_on_ranks",
            lambda processes, arguments: told.extend(arguments) or 0,
        )
        monkeypatch.setattr("platefront.geometry.trust._trusted", set())
        assert command("run", case.name, "--np", "2", OPTION, "frame.geo")[0] == 0
        assert f"{OPTION}={case.with_name('frame.geo')}" in told[told.index("run") :]

    def test_trusted_file_must_exist(self, case, command):
        assert "there is no such file" in refusal(command, "check", case.name, OPTION, "x.geo")
