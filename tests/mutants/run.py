"""Check that the tests notice mistakes: every mutant of mutants.toml must make its tests fail.

    bin/platefront python tests/mutants/run.py [WORD …]

Each mutant is made in a copy of the checkout, so nothing here is touched. Words select the mutants
whose names contain one of them. The exit code is the number of survivors.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("geometry", "solvers", "platefront", "verification", "tests", "cases", "pyproject.toml")
PATIENCE = 600  # seconds; a mutant that never ends is noticed, too


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong line and the tests that must notice it."""

    name: str
    file: str
    old: str
    new: str
    tests: list[str]

    def is_noticed(self) -> bool:
        """True if the tests fail on a copy with the mutated line."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder)
            for part in PARTS:
                source = ROOT / part
                if source.is_dir():
                    shutil.copytree(source, copy / part, symlinks=True)
                else:
                    shutil.copy(source, copy / part)
            target = copy / self.file
            text = target.read_text(encoding="utf-8")
            if text.count(self.old) != 1:
                raise SystemExit(f"{self.name}: {self.file} does not hold the line just once")
            target.write_text(text.replace(self.old, self.new), encoding="utf-8")
            return _tests_fail(copy, self.tests)


def _tests_fail(checkout: Path, tests: list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not long"]
    command += ["-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    try:
        done = subprocess.run(
            command,
            cwd=checkout,
            env=environment,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1):  # neither passed nor failed: the tests did not run
        raise SystemExit(done.stdout.decode() + done.stderr.decode())
    return done.returncode == 1


def main(words: list[str]) -> int:
    """Run the selected mutants; returns how many survived."""
    with (Path(__file__).parent / "mutants.toml").open("rb") as file:
        mutants = [Mutant(**entry) for entry in tomllib.load(file)["mutant"]]
    survivors = 0
    for mutant in mutants:
        if words and not any(word in mutant.name for word in words):
            continue
        noticed = mutant.is_noticed()
        survivors += not noticed
        print(f"{'noticed ' if noticed else 'SURVIVED'}  {mutant.name}", flush=True)
    return survivors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
