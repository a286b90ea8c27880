"""Plugins are found and loaded, and broken ones reported."""

from __future__ import annotations

import json
import re

import pytest

from platefront.case import plugins
from platefront.case.plugins import PluginError, load_installed_plugins, load_plugin
from platefront.case.schema import case_schema
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS
from tests.extension.plugin_file import OUTSIDE

SOUND = OUTSIDE.read_text("utf-8")
LAW = SOUND[: SOUND.index("@ELECTROLYTES.register")]

BROKEN = {
    "syntax": (
        LAW.replace("def onset(self)", "def onset(self"),
        r"line \d+: (invalid syntax|'\(' was never closed)",
    ),
    "import": ("import not_there\n", "line 1: ModuleNotFoundError: No module named 'not_there'"),
    "exception": ("x = 1\nx / 0\n", "line 2: ZeroDivisionError: division by zero"),
    "exit": ("raise SystemExit(0)\n", "line 1: SystemExit: 0"),
    "no fact": (
        LAW.replace("def constants", "def another"),
        "OneWay cannot be registered: it lacks what RateLaw asks for: constants",
    ),
    "taken": (
        LAW.replace('"one_way"', '"linear"'),
        'OneWay cannot be registered: law = "linear" is that of '
        r"platefront.solvers.model.kinetics.linear.Linear already",
    ),
    "unit": (
        LAW.replace('quantity("A/m^2"', 'quantity("A/m2"'),
        'field "exchange_current_density" of OneWay: unit "A/m2" is not known; powers are written '
        r'with \^: "A/m\^2"',
    ),
    "unit not of SI": (
        LAW.replace('quantity("A/m^2"', 'quantity("mA/cm^2"'),
        'of OneWay: unit "mA/cm\\^2" is not a coherent unit of SI; use "A/m',
    ),
    "nothing registered": (LAW.replace("@RATE_LAWS.register\n", ""), "registers nothing"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_plugin_gets_one_message_with_file_and_reason(platefront, tmp_path, name):
    text, reason = BROKEN[name]
    file = tmp_path / "broken.py"
    file.write_text(text)
    code, out, message = platefront("--plugin", file, "schema")
    assert (code, out) == (2, "")
    assert len(message.splitlines()) == 1
    assert message.startswith(f"error: plugin {file} ")
    assert re.search(reason, message), message


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent.py", "cannot be read: No such file or directory"),
        ("", "cannot be read: Is a directory"),
        ("text.txt", "cannot be used: ImportError: it is not a Python file (.py)"),
    ],
)
def test_file_that_is_no_plugin(platefront, tmp_path, name, reason):
    (tmp_path / "text.txt").write_text("law")
    code, _, message = platefront("--plugin", tmp_path / name, "schema")
    assert code == 2
    assert message == f"error: plugin {tmp_path / name} {reason}\n"


@pytest.fixture
def guide(tmp_path):
    """The plugin that the guide shows."""
    text = (OUTSIDE.parents[2] / "docs" / "extending.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code is not None
    path = tmp_path / "tafel_slope.py"
    path.write_text(code[1], "utf-8")
    return path


def test_plugin_of_the_guide_is_one(platefront, guide):
    status, out, message = platefront("--plugin", guide, "schema", "--markdown")
    assert (status, message) == (0, "")
    assert '### `law = "tafel_slope"`' in out


FOIL = """
[section]
gap = "40 um"
collector = {{ kind = "foil", width = "4 um" }}
[electrolyte]
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4
[control]
mode = "galvanostatic"
current_density = "{current} A/m^2"
[surfaces.foil]
law = "tafel_slope"
measured_current_density = "10 A/m^2"
potential = "-50 mV"
slope = "120 mV"
[mesh]
front_size = "1 um"
largest_size = "5 um"
[stop]
time = "1 ms"
[output]
figures = false
"""


def test_plugin_of_the_guide_runs(platefront, guide, tmp_path):
    """At first c = c0, so the measured current flows at its potential, but for the ohmic drop."""
    case, folder = tmp_path / "case.toml", tmp_path / "results"
    case.write_text(FOIL.format(current=10))
    status, _, message = platefront("--plugin", guide, "run", case, "-o", folder)
    assert status == 0, message
    first = json.loads((folder / "summary.json").read_text("utf-8"))
    assert first["electrode_potential_V"] == pytest.approx(-0.0502, abs=1e-4)


def test_plugin_of_the_guide_refuses_what_it_does_not_do(platefront, guide, tmp_path):
    case = tmp_path / "case.toml"
    case.write_text(FOIL.format(current=-10))
    status, _, message = platefront("--plugin", guide, "check", case)
    assert status == 2
    assert 'surface "foil" only plates, but the control strips' in message


def test_file_named_twice_is_loaded_once(platefront):
    code, _, message = platefront("--plugin", OUTSIDE, "--plugin", OUTSIDE, "schema")
    assert (code, message) == (0, "")


def test_other_ranks_load_the_same_files(platefront, monkeypatch, tmp_path):
    (tmp_path / "case.toml").write_text(
        '[section]\ngap = "1 mm"\ncollector = { kind = "foil" }\n[electrolyte]\nmodel = "ohmic"\n'
        'conductivity = "1 S/m"\n[control]\nmode = "potentiostatic"\n'
        'electrode_potential = "-1 mV"\n'
        '[surfaces.foil]\nlaw = "one_way"\nexchange_current_density = "1 A/m^2"\n'
        '[mesh]\nfront_size = "50 um"\nlargest_size = "0.1 mm"\n[stop]\ntime = "1 s"\n'
    )
    told = []
    monkeypatch.setattr(
        "platefront.commands.parallel.run_on_ranks", lambda count, arguments: told.append(arguments)
    )
    platefront("--plugin", OUTSIDE, "run", tmp_path / "case.toml", "--np", 2)
    assert told[0][:2] == [f"--plugin={OUTSIDE}", "run"]


@pytest.fixture
def install(only_here, tmp_path, monkeypatch):
    """Puts a package with an entry point where Python looks for installed ones."""

    def call(module: str) -> None:
        about = tmp_path / "salts-1.2.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: salts\nVersion: 1.2\n")
        (about / "entry_points.txt").write_text(f"[{plugins.GROUP}]\nlaws = {module}\n")
        monkeypatch.syspath_prepend(tmp_path)

    return call


def test_installed_plugin_is_there_without_being_asked_for(install, tmp_path):
    (tmp_path / "installed_salts.py").write_text(LAW)
    install("installed_salts")
    assert "OneWay" in case_schema()["$defs"]
    assert plugins.loaded_plugins() == {"laws": "salts 1.2"}
    assert plugins.plugin_options() == []


def test_broken_installed_plugin_is_named(install):
    install("no_such_module")
    reason = 'plugin "laws" of salts 1.2 cannot be used: ModuleNotFoundError: No module named'
    with pytest.raises(PluginError, match=re.escape(reason)):
        load_installed_plugins()


def test_classes_of_one_name_are_both_in_the_schema(platefront, tmp_path):
    (tmp_path / "linear.py").write_text(LAW.replace("OneWay", "Linear"))
    code, out, _ = platefront("--plugin", tmp_path / "linear.py", "schema")
    definitions = json.loads(out)["$defs"]
    laws = [definitions[name]["properties"]["law"]["enum"] for name in ("Linear", "Linear_")]
    assert (code, laws) == (0, [["linear"], ["one_way"]])


def test_class_defined_again_replaces_itself(only_here, tmp_path):
    """As a cell of a notebook that is run again does."""
    load_plugin(OUTSIDE)
    first = RATE_LAWS.members["one_way"]
    again = type(first)("OneWay", (first,), {"__doc__": "Again.", "__module__": first.__module__})
    RATE_LAWS.register(again)
    assert RATE_LAWS.members["one_way"] is again
