"""bin/platefront finds an environment and passes commands on to it."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.environment.launch import (
    CHECKOUT,
    ENGINE,
    NO_ENVIRONMENT,
    PYTHON,
    Launch,
)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("help",)])
def test_help_makes_no_environment(launch: Launch, arguments: tuple[str, ...]) -> None:
    launch.replace("docker", ENGINE)
    result = launch(*arguments, PLATEFRONT_ENV="docker")
    assert result.returncode == 0
    assert "usage: bin/platefront COMMAND" in result.stdout
    assert not launch.store.exists()


def test_an_unknown_choice_is_an_error(launch: Launch) -> None:
    result = launch("run", "case.toml", PLATEFRONT_ENV="vagrant")
    assert result.returncode == NO_ENVIRONMENT
    assert "PLATEFRONT_ENV=vagrant is none of: auto, host, wheels, docker" in result.stderr


def test_the_hosts_dolfinx_is_used_where_there_is_one(launch: Launch) -> None:
    """These tests run where DOLFINx is."""
    script = (
        "import sys, os; print(sys.argv[1:], os.getcwd()); import platefront.solvers; sys.exit(3)"
    )
    result = launch("python", "-c", script, "a b", "c", PATH=os.environ["PATH"])
    assert result.stdout == f"['a b', 'c'] {launch.programs}\n"
    assert result.returncode == 3
    assert not launch.store.exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("run x.toml", "-m platefront run x.toml"),
        ("test", "-m pytest -n auto --dist worksteal -m not long"),
        (
            "test -k fronts -m long",
            "-m pytest -n auto --dist worksteal -m not long -k fronts -m long",
        ),
        ("test --all -x", "-m pytest -n auto --dist worksteal -x"),
        ("python -V", "-V"),
    ],
)
def test_what_commands_become(launch: Launch, arguments: str, expected: str) -> None:
    launch.replace("python3", PYTHON)
    result = launch(*arguments.split(), PLATEFRONT_ENV="host")
    assert result.stdout.strip() == expected


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
@pytest.mark.parametrize(
    "script", ["bin/platefront", ".ci/run", ".ci/read_only_root", ".ci/wheel", "requirements/lock"]
)
def test_shellcheck_has_no_complaint(script: str) -> None:
    subprocess.run(["shellcheck", "-x", "-a", script], cwd=CHECKOUT, check=True)
