"""bin/platefront makes environments of wheels, and chooses among all ways."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.environment.launch import (
    CHECKOUT,
    ENGINE,
    NO_ENVIRONMENT,
    PYENV_SHIM,
    Launch,
)


def test_first_use_installs_wheels_and_later_ones_do_not(launch: Launch) -> None:
    launch.replace_python()
    for _ in range(2):
        result = launch("run", "a case.toml", PLATEFRONT_ENV="wheels")
        assert result.returncode == 3
        assert result.stdout == ""
    (environment,) = launch.environments()
    python = environment / "venv" / "bin" / "python3"
    (install,) = [call for call in launch.calls_of("") if " -m pip install " in call]
    assert "--require-hashes" in install
    assert install.endswith(str(CHECKOUT / "requirements" / "wheels-dev.lock"))
    assert launch.calls_of(f"{python} ") == 2 * [f"{python} -m platefront run a case.toml"]
    # made under another name, where nothing half-made is taken for an environment
    assert python.with_name("pytest").read_text() == f"#!{python}\n"


def test_wheels_have_variables_of_their_own(launch: Launch) -> None:
    launch.replace_python()
    assert launch("prepare", PLATEFRONT_ENV="wheels").returncode == 0
    (environment,) = launch.environments()
    python = environment / "venv" / "bin" / "python3"
    python.write_text("#!/bin/sh\nenv\n")
    others = {"PYTHONPATH": "/elsewhere", "LD_LIBRARY_PATH": "/elsewhere", "CC": "a compiler"}
    result = launch("python", PLATEFRONT_ENV="wheels", **others)
    variables = dict(line.split("=", 1) for line in result.stdout.splitlines())
    assert variables["PATH"] == f"{python.parent}:{launch.environment['PATH']}"
    assert variables["PYTHONPATH"] == str(CHECKOUT)
    assert variables["XDG_CACHE_HOME"] == str(environment / "cache")
    assert variables["MPLCONFIGDIR"] == str(environment / "cache" / "matplotlib")
    assert variables["OMP_NUM_THREADS"] == "1"
    assert variables["CC"] == "a compiler"
    assert "LD_LIBRARY_PATH" not in variables


def test_wheels_that_cannot_be_installed_leave_nothing(launch: Launch) -> None:
    launch.replace_python()
    result = launch("--version", PLATEFRONT_ENV="wheels", INSTALL_FAILS="yes")
    assert result.returncode == NO_ENVIRONMENT
    assert "cannot install the wheels" in result.stderr
    assert "PIP_INDEX_URL" in result.stderr
    assert launch.environments() == []


def test_wheels_whose_python_went_are_installed_again(launch: Launch) -> None:
    launch.replace_python()
    assert launch("prepare", PLATEFRONT_ENV="wheels").returncode == 0
    (environment,) = launch.environments()
    python = environment / "venv" / "bin" / "python3"
    python.unlink()
    assert launch("prepare", PLATEFRONT_ENV="wheels").returncode == 0
    assert python.exists()


def test_a_python_that_does_not_run_is_passed_over(launch: Launch) -> None:
    launch.replace("python3", PYENV_SHIM)
    launch.replace("python3.14", PYENV_SHIM)
    launch.replace_python("python3.13")
    assert launch("run", "case.toml").returncode == 3
    (made,) = [call for call in launch.calls_of("") if " -m venv " in call]
    assert made.startswith(f"{launch.programs}/python3.13 ")


def test_wheels_come_first_where_nothing_is_prepared(launch: Launch) -> None:
    launch.replace_python()
    launch.replace("docker", ENGINE)
    result = launch("prepare")
    assert result.stdout.startswith("environment: wheels, ")
    assert launch.calls_of("build") == []


def test_without_what_wheels_need_the_next_way_is_taken(launch: Launch) -> None:
    launch.replace_python()
    launch.replace("docker", ENGINE)
    (launch.programs / "objection").write_text("missing on this system: gcc\n")
    result = launch("prepare")
    assert result.stdout.startswith("environment: docker, ")
    assert "not from wheels: missing on this system: gcc" in result.stderr
    chosen = launch("prepare", PLATEFRONT_ENV="wheels")
    assert chosen.returncode == NO_ENVIRONMENT
    assert "missing on this system: gcc" in chosen.stderr


def test_what_is_prepared_is_taken_before_wheels_are_installed(launch: Launch) -> None:
    launch.replace_python()
    launch.replace("docker", ENGINE)
    assert launch("prepare", PLATEFRONT_ENV="docker").returncode == 0
    assert launch("prepare").stdout.startswith("environment: docker, ")
    assert launch("prepare", PLATEFRONT_ENV="wheels").returncode == 0
    assert launch("prepare").stdout.startswith("environment: wheels, ")


def test_the_compiler_that_wheels_need_is_looked_for() -> None:
    """Python's headers and Gmsh's libraries may be missing where these tests run, too."""
    probe = [sys.executable, CHECKOUT / "bin" / "lib" / "wheels_objection.py"]
    found = subprocess.run(probe, capture_output=True, text=True, check=False)
    assert found.returncode == (3 if found.stdout else 0)
    assert "gcc" not in found.stdout
    environment = os.environ | {"CC": "no-such-compiler -O2"}
    without = subprocess.run(probe, env=environment, capture_output=True, text=True, check=False)
    assert without.returncode == 3
    assert " gcc libc6-dev" in without.stdout
