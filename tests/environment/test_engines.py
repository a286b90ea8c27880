"""bin/platefront makes environments with container engines or Debian packages."""

from __future__ import annotations

import os
import signal
import time

from tests.environment.launch import (
    CHECKOUT,
    ENGINE,
    LAUNCHER,
    MMDEBSTRAP,
    NO_ENVIRONMENT,
    UNSHARE,
    Launch,
)


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
