"""Campaign of hostile drawings: `platefront section` on each.

    bin/platefront python -m verification.campaigns.hostile_drawings --count 200 --output FILE

docs/reliability/hostile_drawings.json is the file that the page is made from.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from verification.campaigns.drawings import Maker, damaged, no_files, pictures, programs, texts
from verification.campaigns.drawings.good import PICTURES
from verification.campaigns.report import report_of
from verification.campaigns.runner import FAULTS, Job, tried

CAMPAIGN = {
    "name": "hostile_drawings",
    "title": "Hostile drawings",
    "statement": """\
Drawings of every format that are damaged, nested 50,000 deep or within themselves, full of
infinite and huge numbers, very large, programs instead of drawings, images that unpack without
bounds or are noise, and names that lead to pipes, devices, sockets or out of the folder of the
case. Each is given to `platefront section`. After it the folder must hold what it held and the
picture, and the files beside it must be unchanged.""",
}
LIMIT = 60.0
"""Longest time of a run [s]."""

_CASE = """\
[section]
gap = "20 um"

[section.collector]
{collector}
file = "{file}"

[electrolyte]
concentration = "1 mol/L"
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4

[control]
mode = "overpotentials"

[surfaces.lithiated]
law = "overpotential"
overpotential = "-10 mV"

[surfaces.bare]
law = "overpotential"
overpotential = "-10 mV"

[mesh]
front_size = "0.5 um"
largest_size = "5 um"

[stop]
capacity = "0.1 mAh/cm^2"
"""
_OUTLINE = 'kind = "outline"\nscale = "1 um"\ncollector = ["fibres"]'
_MICROGRAPH = 'kind = "micrograph"\npixel_size = "0.5 um"\nmetal = "bright"\nfloor_gap = "5 um"'
_PICTURE = "section.png"


@dataclass(slots=True)
class _Hostile:
    """Input of one trial: its drawing and the files that it must leave alone.

    Attributes:
        maker: maker of the drawing.
        seed: seed of its random numbers.
        before: names of the files in each folder before the run.
    """

    maker: Maker
    seed: str
    before: dict[Path, set[str]] = field(default_factory=dict)

    def make(self, place: Path) -> Sequence[str]:
        """Write case and drawing into a folder within `place`; return the arguments."""
        folder = place / "case"
        folder.mkdir()
        (place / "kept").write_text("kept")
        name = self.maker(Random(self.seed), folder)
        collector = _MICROGRAPH if Path(name).suffix in PICTURES else _OUTLINE
        (folder / "case.toml").write_text(_CASE.format(collector=collector, file=name))
        self.before = {path: _names(path) for path in (place, folder)}
        return ["section", "case/case.toml", "-o", f"case/{_PICTURE}"]

    def is_clean(self, place: Path) -> bool:
        """True if nothing was made or changed but the picture."""
        kept = place / "kept"
        return (
            all(_names(path) - {_PICTURE} == names for path, names in self.before.items())
            and kept.read_text() == "kept"
        )


def jobs(count: int, seed: int) -> Iterator[Job]:
    """Yield so many jobs: every maker in turn, kinds mixed, random numbers anew each time."""
    kinds: dict[str, list[Maker]] = {}
    for module in (damaged, texts, programs, no_files, pictures):
        kinds |= module.makers()
    turns = defaultdict[str, int](int)
    names = list(kinds)
    for number in range(count):
        kind = names[number % len(names)]
        maker = kinds[kind][turns[kind] % len(kinds[kind])]
        turns[kind] += 1
        hostile = _Hostile(maker, f"{seed}/{number}")
        yield Job(f"d{number:03}", kind, hostile.make, hostile.is_clean)


def main() -> int:
    """Run the campaign, store its report; return 1 if there is a fault."""
    parser = argparse.ArgumentParser(description="Try hostile drawings.")
    parser.add_argument("--count", type=int, default=200, help="number of drawings")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random numbers")
    parser.add_argument("--workers", type=int, default=2, help="runs at the same time")
    parser.add_argument("--output", type=Path, required=True, help="report to write (JSON)")
    wanted = parser.parse_args()
    trials = []
    with tempfile.TemporaryDirectory(prefix="platefront-campaign-") as folder:
        made = jobs(wanted.count, wanted.seed)
        for trial in tried(made, Path(folder), limit=LIMIT, workers=wanted.workers):
            trials.append(trial)
            if trial.outcome in FAULTS:
                print(f"{trial.name} {trial.kind}: {trial.outcome}: {trial.message}", flush=True)
    command = (
        "bin/platefront python -m verification.campaigns.hostile_drawings "
        f"--count {wanted.count} --seed {wanted.seed} --output {wanted.output}"
    )
    report = report_of(CAMPAIGN, trials, command, LIMIT)
    report.write(wanted.output)
    print(", ".join(f"{number} {outcome}" for outcome, number in report.counts.items() if number))
    return 1 if report.faults else 0


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


if __name__ == "__main__":
    sys.exit(main())
