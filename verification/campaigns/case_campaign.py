"""Campaign of random cases of one family: made, checked, run and judged, by the command line."""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from verification.campaigns.case_ends import REFERRED, end_of
from verification.campaigns.command_worker import Answer, CommandWorker
from verification.campaigns.random_case import RandomCase
from verification.campaigns.report import Report, report_of
from verification.campaigns.runner import Outcome, TriedInput

ATTEMPTS = 20
"""Largest number of cases made for one index until `check` accepts one."""
_SHOWN = 600
_PLACE = re.compile(r"(?:/[\w.+-]+)+/(?=(?:platefront|numpy|dolfinx)/)")
"""Folder of the program or of a library on the machine of a campaign."""

type Judge = Callable[[Answer, Path, str], tuple[Outcome, str]]
"""Class of the end of a run and its reason, from its answer, its results and its case."""


def without_places(text: str) -> str:
    """Return a message without the folders of the machine that it names."""
    return _PLACE.sub("", text)


@dataclass(frozen=True, slots=True)
class CaseCampaign:
    """Random cases that `platefront run` is tried on.

    Attributes:
        name, title, statement: as of a `Report`.
        limit: longest time of a run [s].
        count, seed: number of cases and seed, unless others are wanted.
        make: returns the case of a seed, an index and a number of refused attempts.
        judge: returns the class of the end of a run.
    """

    name: str
    title: str
    statement: str
    limit: float
    count: int
    seed: int
    make: Callable[[int, int, int], RandomCase]
    judge: Judge

    def tried(
        self, worker: CommandWorker, seed: int, index: int, folder: Path
    ) -> tuple[TriedInput, list[str]]:
        """Make the case of an index, anew where `check` refuses it, and run it.

        Args:
            worker: process that runs commands.
            seed: seed of the campaign.
            index: number of the case.
            folder: folder for case file and results.

        Returns:
            The trial, and the refusals before it.
        """
        name = f"r{index:04}"
        path, results = folder / f"{name}.toml", folder / name
        refusals: list[str] = []
        while True:
            case = self.make(seed, index, len(refusals))
            path.write_text(case.text, encoding="utf-8")
            answer = worker.run(["check", str(path)])
            if (outcome := end_of(answer)) is not Outcome.REFUSED:
                break
            refusals.append(answer.output.split("\n")[0])
            if len(refusals) == ATTEMPTS:
                break
        reason = ""
        if outcome is Outcome.FINISHED:
            answer = worker.run(["run", str(path), "--quiet", "-o", str(results)])
            outcome, reason = self.judge(answer, results, case.text)
        said = (reason or " ".join(answer.output.split())).replace(str(folder), "")
        message = without_places(said)[:_SHOWN]
        text = case.text if outcome in REFERRED else ""
        seconds = round(answer.seconds, 1)
        return TriedInput(name, case.kind, outcome, answer.code, seconds, message, text), refusals

    def run(
        self, count: int, seed: int, folder: Path, *, first: int = 0, workers: int = 1
    ) -> Iterator[tuple[TriedInput, list[str]]]:
        """Yield the trials of cases in their order, each with the refusals before it."""
        idle: SimpleQueue[CommandWorker] = SimpleQueue()
        processes = [CommandWorker(self.limit) for _ in range(workers)]
        for process in processes:
            idle.put(process)

        def one(index: int) -> tuple[TriedInput, list[str]]:
            worker = idle.get()
            try:
                return self.tried(worker, seed, index, folder)
            finally:
                idle.put(worker)

        try:
            with ThreadPoolExecutor(workers) as pool:
                yield from pool.map(one, range(first, first + count))
        finally:
            for process in processes:
                process.close()

    def report(self, trials: list[TriedInput], refusals: list[str], command: str) -> Report:
        """Return the report of trials, with the number of refusals in its statement."""
        note = f"\n\n{len(refusals)} further cases were refused by `check` and made anew."
        words = {"name": self.name, "title": self.title, "statement": self.statement + note}
        return report_of(words, trials, command, self.limit)

    def main(self) -> int:
        """Run the campaign, store its report; return 1 if there is a fault."""
        wanted = self._wanted()
        trials, refusals = [], list[str]()
        with tempfile.TemporaryDirectory(prefix="platefront-campaign-") as scratch:
            folder = wanted.keep or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            several = partial(self.run, seed=wanted.seed, folder=folder, workers=wanted.workers)
            made = several(wanted.count) if wanted.only is None else several(1, first=wanted.only)
            for trial, refused in made:
                trials.append(trial)
                refusals += refused
                if wanted.only is not None:
                    print((folder / f"{trial.name}.toml").read_text(encoding="utf-8"))
                if wanted.only is not None or trial.outcome in REFERRED:
                    told = f"{trial.name} {trial.kind}: {trial.outcome}, {trial.seconds} s"
                    print(f"{told}: {trial.message}", flush=True)
        command = (
            f"bin/platefront python -m verification.campaigns.{self.name} "
            f"--count {wanted.count} --seed {wanted.seed} --output {wanted.output}"
        )
        result = self.report(trials, refusals, command)
        if wanted.output is not None and wanted.only is None:
            result.write(wanted.output)
        counts = result.counts.items()
        print(", ".join(f"{number} {outcome}" for outcome, number in counts if number))
        for refusal, number in Counter(refusals).most_common(10):
            print(f"{number} times refused: {refusal}")
        return 1 if result.faults else 0

    def _wanted(self) -> argparse.Namespace:
        parser = argparse.ArgumentParser(description=f"Run the campaign “{self.title}”.")
        parser.add_argument("--count", type=int, default=self.count, help="number of cases")
        parser.add_argument("--seed", type=int, default=self.seed, help="seed of random numbers")
        parser.add_argument("--workers", type=int, default=1, help="runs at the same time")
        parser.add_argument("--output", type=Path, help="report to write (JSON)")
        parser.add_argument("--only", type=int, metavar="INDEX", help="one case, with its text")
        parser.add_argument("--keep", type=Path, help="folder for case files and results")
        return parser.parse_args()
