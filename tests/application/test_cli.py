from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import platefront
from platefront.case.problems import CaseError
from platefront.cli import main
from platefront.commands import check as check_command
from platefront.exit_codes import ExitCode
from platefront.results.folder import ResultsFolderError
from platefront.solvers.errors import GeometryFailedError, NotConvergedError
from tests.shared.case_files import FOIL, ROOT

PILLARS = ROOT / "cases" / "quick" / "pillars.toml"


def test_version(command):
    assert command("--version") == (0, f"platefront {platefront.__version__}\n", "")


def test_version_of_package_metadata_is_the_same():
    metadata = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'version = "{platefront.__version__}"' in metadata


def test_versions_of_libraries(command):
    code, out, _ = command("version")
    assert code == 0
    found = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert found["platefront"] == platefront.__version__
    assert re.match(r"\d+\.\d+", found["dolfinx"])
    assert re.match(r"\d+\.\d+", found["gmsh"])


def test_help_names_every_command_and_the_exit_codes(command):
    code, out, _ = command("--help")
    assert code == 0
    for name in ("run", "check", "mesh", "compare", "schema", "version"):
        assert re.search(rf"^  {name} +[A-Z].*\.$", out, re.MULTILINE), name
    for exit_code in ExitCode:
        assert re.search(rf"^ +{exit_code.value}  [A-Z]", out, re.MULTILINE), exit_code


@pytest.mark.parametrize("name", ["run", "check", "mesh", "compare", "schema", "version"])
def test_help_of_a_command_is_plain(command, name):
    code, out, _ = command(name, "--help")
    assert code == 0
    assert "\\" not in out
    assert "\x1b" not in out


def test_unknown_command_names_the_nearest(command):
    code, _, err = command("chek", "case.toml")
    assert code == 2
    assert "No such command 'chek'. Did you mean \"check\"?" in err


def test_unknown_option(command):
    code, _, err = command("run", "--outptu", "x", "case.toml")
    assert code == 2
    assert "--outptu" in err


def test_check_prints_si_usual_units_and_groups(command):
    code, out, err = command("check", str(PILLARS))
    assert (code, err) == (0, "")
    rows = {line.split("  ")[0]: " ".join(line.split()[1:]) for line in out.splitlines() if line}
    assert rows["gap"].startswith("3e-05 m 30 µm Distance from the collector's top")
    assert rows["concentration"].startswith("1000 mol/m³ 1 mol/L Initial")
    assert rows["first_step"].startswith("- First time step")
    assert rows["t+"].startswith("0.4 Transference")
    assert rows["s_side"].startswith("1.66667 Wetted")
    assert rows["i_lim"].startswith("2355.85 A/m² 235.585 mA/cm² Limiting")
    assert float(rows["Wa"].split()[0]) == pytest.approx(49.53, abs=0.01)
    headers = [line for line in out.splitlines() if line.startswith("[")]
    assert headers == [
        "[section]",
        "[section.collector]",
        "[electrolyte]",
        "[metal]",
        "[control]",
        "[counter]",
        "[surfaces.upper]",
        "[surfaces.side]",
        "[surfaces.lower]",
        "[front]",
        "[mesh]",
        "[time]",
        "[stop]",
        "[output]",
    ]


def test_mesh_draws_a_picture_and_prints_quality(command, tmp_path):
    picture = tmp_path / "new" / "mesh.png"
    code, out, err = command("mesh", str(PILLARS), "--output", str(picture))
    assert (code, err) == (0, "")
    found = {line.rsplit("  ")[0].strip(): line for line in out.splitlines()}
    triangles = int(re.search(r"triangles +(\d+)", out)[1])
    assert 300 < triangles < 2000
    quality = float(re.search(r"lowest quality +([\d.]+)", out)[1])
    assert 0.3 < quality <= 1.0
    assert f"drawn to {picture}" in found
    with Image.open(picture) as image:
        assert min(image.size) > 500
        assert len(image.convert("RGB").getcolors(maxcolors=1_000_000)) > 10


def test_mesh_picture_that_cannot_be_written(command, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = command("mesh", str(PILLARS), "-o", str(tmp_path / "file" / "mesh.png"))
    assert code == ExitCode.BAD_OUTPUT
    assert err.startswith("error: ")
    assert "Traceback" not in err


def test_schema_is_json(command):
    code, out, _ = command("schema")
    assert code == 0
    assert json.loads(out)["properties"]["section"]["$ref"] == "#/$defs/SectionParameters"


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (CaseError("error: the case"), 2, "error: the case\n"),
        (NotConvergedError("gave up at 3 s"), 3, "error: gave up at 3 s\n"),
        (GeometryFailedError("no mesh"), 4, "error: no mesh\n"),
        (ResultsFolderError("in use"), 5, "error: in use\n"),
        (PermissionError(13, "Permission denied", "out"), 5, "error: out: Permission denied\n"),
        (KeyboardInterrupt(), 130, "error: interrupted\n"),
    ],
)
def test_errors_become_a_message_and_an_exit_code(command, monkeypatch, error, code, message):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(check_command, "print_case", fail)
    assert command("check", str(PILLARS)) == (code, "", message)


def test_errors_of_the_program_itself_are_not_hidden(monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(check_command, "print_case", fail)
    monkeypatch.setattr("sys.argv", ["platefront", "check", str(PILLARS)])
    with pytest.raises(ZeroDivisionError):
        main()


HEAVY = ("dolfinx", "gmsh", "pyvista", "vtkmodules", "matplotlib", "petsc4py.PETSc", "pandas")


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], (*HEAVY, "pint", "shapely", "pydantic", "numpy")),
        (["--help"], (*HEAVY, "pint", "shapely", "pydantic", "numpy")),
        (["version"], (*HEAVY, "pint")),
        (["schema"], (*HEAVY, "pint")),
        (["check", str(PILLARS)], HEAVY),
    ],
)
def test_quick_commands_load_nothing_heavy(arguments, unwanted):
    program = (
        "import sys\n"
        "from platefront.cli import main\n"
        f"sys.argv = ['platefront', *{arguments!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n    assert not ended.code\n"
        f"print([name for name in {unwanted!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "[]\n"


@pytest.mark.parametrize("absent", ["dolfinx", "petsc4py", "mpi4py", "ufl"])
def test_run_without_dolfinx(absent, tmp_path):
    program = (
        "import sys\n"
        f"sys.modules[{absent!r}] = None\n"
        "from platefront.cli import main\n"
        f"sys.argv = ['platefront', 'run', {str(PILLARS)!r}, '-o', {str(tmp_path / 'out')!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 6
    first, advice = done.stderr.splitlines()
    assert first.startswith("error: there is no DOLFINx to compute with: ")
    assert absent in first
    assert 'pip install "platefront[wheels]"' in advice
    assert list(tmp_path.iterdir()) == []


def test_run_hands_case_folder_and_switches_to_the_runner(command, tmp_path, monkeypatch):
    calls = []

    class Runner:
        @staticmethod
        def run_case(
            case, case_path, output, force, quiet, strict_books, *, resume, start_from, changes
        ):
            assert not resume and start_from is None and not changes
            calls.append((case.section.gap, case_path, output, force, quiet, strict_books))
            return 3

    monkeypatch.setitem(sys.modules, "platefront.running.run", Runner)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "my_foil.toml"
    path.write_text(FOIL)
    (tmp_path / "results" / "my_foil" / "file").mkdir(parents=True)
    assert command("run", str(path), "-o", "there", "--force", "--quiet")[0] == 3
    assert command("run", "my_foil.toml", "--strict-books")[0] == 3
    assert command("run", str(path), "--force")[0] == 3
    assert calls == [
        (1e-4, path, Path("there"), True, True, False),
        (1e-4, Path("my_foil.toml"), Path("results/my_foil-2"), False, False, True),
        (1e-4, path, Path("results/my_foil"), True, False, False),
    ]


def test_changes_are_handed_to_every_rank(command, tmp_path, monkeypatch):
    calls = []

    class Launcher:
        @staticmethod
        def run_on_ranks(processes, arguments):
            calls.append((processes, arguments))
            return 0

    monkeypatch.setitem(sys.modules, "platefront.commands.parallel", Launcher)
    path = tmp_path / "foil.toml"
    path.write_text(FOIL)
    options = ("--set", "section.gap=50 um", "--set", "title=a = b", "-o", "out", "--np", 2)
    assert command("run", path, *options)[0] == 0
    changes = ["--set=section.gap=50 um", "--set=title=a = b"]
    assert calls == [(2, ["run", *changes, "--output", "out", "--", str(path)])]


def test_compare_of_folders_without_results(command, tmp_path):
    code, out, err = command("compare", str(tmp_path), str(tmp_path / "absent"))
    assert (code, out) == (2, "")
    assert re.fullmatch(r"error: .+\n", err)


def test_compare_hands_both_runs_on(command, monkeypatch):
    calls = []

    class Comparison:
        @staticmethod
        def compare_runs(first, second, output, **look):
            calls.append((first, second, output, look))

    monkeypatch.setitem(sys.modules, "platefront.commands.compare", Comparison)
    assert command("compare", "a", "b", "-o", "c", "--format", "pdf") == (0, "", "")
    look = {"formats": ["pdf"], "dots_per_inch": 300}
    assert calls == [(Path("a"), Path("b"), Path("c"), look)]
