"""bin/platefront chooses, makes and enters environments; engines and tools are stand-ins."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LAUNCHER = CHECKOUT / "bin" / "platefront"
NO_ENVIRONMENT = 6

# Notes its arguments beside itself; knows the image once it has built it; runs nothing.
ENGINE = """#!/bin/sh
cd "$(dirname "$0")"
echo "$*" >>calls
case "$1" in
    image) test -e image && case "$3" in *environment*) ;; *) exit 1 ;; esac ;;
    build) sleep "${BUILD_SECONDS:-0}"; test -z "${BUILD_FAILS:-}" && touch image ;;
    info) echo "${SECURITY:-}" ;;
    run) exit "${RUN_STATUS:-0}" ;;
esac
"""
PYTHON = """#!/bin/sh
echo "$*"
"""
# A Python that wheels can be installed for, or the reason why not; has no DOLFINx of its own.
PYTHON_FOR_WHEELS = """#!/bin/sh
echo "$0 $*" >>PROGRAMS/calls
case "$*" in
    -) exit 1 ;;
    *wheels_objection.py) if test -e PROGRAMS/objection; then cat PROGRAMS/objection; exit 3; fi ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python3" ;;
    "-m pip install "*)
        printf '#!%s\\n' "$0" >"$(dirname "$0")/pytest"
        sleep "${INSTALL_SECONDS:-0}"
        test -z "${INSTALL_FAILS:-}"
        ;;
    "-m platefront "*) exit 3 ;;
esac
"""
# what pyenv puts into PATH for a version that is not chosen
PYENV_SHIM = """#!/bin/sh
echo "pyenv: $0: command not found" >&2
exit 127
"""
MMDEBSTRAP = """#!/bin/sh
echo "mmdebstrap $*" >>"$(dirname "$0")/calls"
while [ "$1" != trixie ]; do shift; done
if [ "$2" = - ]; then exec tar --create --files-from /dev/null; else mkdir -p "$2"; fi
"""
UNSHARE = """#!/bin/sh
echo "unshare $*" >>"$(dirname "$0")/calls"
"""


class Launch:
    """The launcher in an empty store, with stand-ins for programs it calls."""

    def __init__(self, directory: Path) -> None:
        self.store = directory / "store"
        self.programs = directory / "programs"
        self.programs.mkdir()
        self.calls = self.programs / "calls"
        self.environment = {
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "HOME": str(directory),
            "PLATEFRONT_HOME": str(self.store),
        }

    def replace(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(script)
        program.chmod(0o755)

    def replace_python(self, name: str = "python3") -> None:
        self.replace(name, PYTHON_FOR_WHEELS.replace("PROGRAMS", str(self.programs)))

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [LAUNCHER, *arguments],
            env=self.environment | variables,
            cwd=self.programs,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            # a background job of a shell inherits SIGINT ignored, and a shell cannot undo that
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )

    def __call__(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, **variables)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def calls_of(self, prefix: str) -> list[str]:
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [line for line in lines if line.startswith(prefix)]

    def environments(self) -> list[Path]:
        return [path for path in self.store.glob("*") if path.is_dir()]


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    return Launch(tmp_path)


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


def test_first_use_builds_the_image_and_later_ones_do_not(launch: Launch) -> None:
    launch.replace("docker", ENGINE)
    for _ in range(2):
        result = launch("run", "a case.toml", PLATEFRONT_ENV="docker", RUN_STATUS="3")
        assert result.returncode == 3
        assert result.stdout == ""
    (build,) = launch.calls_of("build")
    assert "--target environment" in build
    assert build.endswith(str(CHECKOUT))
    runs = launch.calls_of("run")
    assert len(runs) == 2
    for run in runs:
        assert run.endswith(" run a case.toml")
        assert f"--user {os.getuid()}:{os.getgid()}" in run
        assert f"--workdir {launch.programs}" in run
        assert "--env PLATEFRONT_ENV=host --env PATH=/opt/venv/bin:" in run


def test_builds_get_mirrors_proxies_and_certificates(launch: Launch) -> None:
    launch.replace("docker", ENGINE)
    certificates = launch.programs / "certificates"
    certificates.touch()
    given = {"MIRROR": "http://a", "PIP_INDEX_URL": "http://b", "https_proxy": "http://c"}
    assert launch("prepare", PLATEFRONT_ENV="docker", PIP_CERT=str(certificates), **given)
    (build,) = launch.calls_of("build")
    for name, value in given.items():
        assert f"--build-arg {name}={value} " in build
    assert f"--secret id=certificates,src={certificates} " in build


def test_rootless_docker_has_one_user_and_private_temporary_files(launch: Launch) -> None:
    launch.replace("docker", ENGINE)
    assert launch("--version", PLATEFRONT_ENV="docker", SECURITY="[rootless]").returncode == 0
    for run in launch.calls_of("run"):
        assert "--user" not in run
        assert "--env TMPDIR=" in run


def test_an_image_the_engine_lost_is_built_again(launch: Launch) -> None:
    launch.replace("podman", ENGINE)
    for _ in range(2):
        assert launch("--version", PLATEFRONT_ENV="podman").returncode == 0
        (launch.programs / "image").unlink()
    assert len(launch.calls_of("build")) == 2


def test_two_first_uses_at_once_build_once(launch: Launch) -> None:
    launch.replace("docker", ENGINE)
    both = [launch.start("--version", PLATEFRONT_ENV="docker", BUILD_SECONDS="1") for _ in range(2)]
    messages = "".join(process.communicate(timeout=120)[1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert "waiting for it" in messages
    assert len(launch.calls_of("build")) == 1


def test_a_failed_build_says_so_and_leaves_nothing(launch: Launch) -> None:
    launch.replace("docker", ENGINE)
    result = launch("--version", PLATEFRONT_ENV="docker", BUILD_FAILS="yes")
    assert result.returncode == NO_ENVIRONMENT
    assert "docker cannot build the image" in result.stderr
    assert "PLATEFRONT_ENV=chroot" in result.stderr
    assert launch.environments() == []


def test_ctrl_c_in_a_first_use_leaves_nothing(launch: Launch) -> None:
    launch.replace("docker", ENGINE)
    process = launch.start("--version", PLATEFRONT_ENV="docker", BUILD_SECONDS="30")
    while not launch.calls_of("build"):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "nothing half-made is kept" in err
    assert launch.environments() == []


def test_without_an_engine_debian_is_installed_beside(launch: Launch) -> None:
    launch.replace("mmdebstrap", MMDEBSTRAP)
    launch.replace("unshare", UNSHARE)
    for _ in range(2):
        assert launch("run", "case.toml", PLATEFRONT_ENV="chroot").returncode == 0
    (install,) = launch.calls_of("mmdebstrap")
    assert ",python3-dolfinx," in install
    (environment,) = launch.environments()
    _probe, *runs = launch.calls_of("unshare")
    assert len(runs) == 2
    for run in runs:
        assert f"/mount_and_enter.sh {os.getuid()} {os.getgid()} {environment}/root /" in run
        assert " PLATEFRONT_ENV=host " in run
        assert run.endswith(f"{LAUNCHER} run case.toml")


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
@pytest.mark.parametrize(
    "script", ["bin/platefront", ".ci/run", ".ci/read_only_root", ".ci/wheel", "requirements/lock"]
)
def test_shellcheck_has_no_complaint(script: str) -> None:
    subprocess.run(["shellcheck", "-x", "-a", script], cwd=CHECKOUT, check=True)
