"""The launcher in an empty store, with stand-ins for the programs that it calls."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

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
