"""Campaign of random valid cases: `platefront run` on each.

    bin/platefront python -m verification.campaigns.random_cases --count 300 --output FILE

docs/reliability/random_cases.json is the file that the page is made from. `--only INDEX` writes
one case of the campaign to the folder `--keep` and runs it there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from verification.campaigns.command_worker import Answer, CommandWorker
from verification.campaigns.random_case import RandomCase, random_case
from verification.campaigns.report import Report, report_of
from verification.campaigns.runner import FAULTS, Ending, Outcome, TriedInput, judged

CAMPAIGN = {
    "name": "random_cases",
    "title": "Random cases",
    "statement": """\
Valid cases of small sections and coarse meshes: every kind of collector but drawn ones, all rate
laws, controls (plating, stripping, pulses), electrolytes and counter electrodes, elements of order
1 and 2, symmetric and periodic walls, upright and inverted, fixed and moving fronts. Each is given
to `platefront run`. *Finished* means that a stopping criterion of the case was met and every
balance of the ledger is within its limit. A *physical end* is one that the cell forces: limiting
current, no metal left to strip, no state that fits the control.""",
}
LIMIT = 100.0
"""Longest time of a run [s]."""
ATTEMPTS = 20
"""Largest number of cases made for one index until `check` accepts one."""
_STOPS = ("capacity reached", "time reached")
_AT_COUNTER = "close to the counter electrode"
_PHYSICAL = ("limiting current", "no current fits", "the counter electrode cannot pass")
_SHOWN = 600
_WRONG = (
    *FAULTS,
    Outcome.NOT_CONVERGED,
    Outcome.GEOMETRY_FAILED,
    Outcome.BOOKS,
    Outcome.OVER_TIME,
    Outcome.REFUSED,
)


def outcome_of(answer: Answer, results: Path) -> tuple[Outcome, str]:
    """Return the class of the end of a run, and its reason.

    Args:
        answer: end of the command.
        results: folder of its results.
    """
    said = " ".join(answer.output.split())
    if answer.code is None:
        return Outcome.OVER_TIME, _last_state(results)
    outcome = _judged(answer)
    if outcome is Outcome.NOT_CONVERGED and any(words in said for words in _PHYSICAL):
        return Outcome.PHYSICAL, said
    if outcome is not Outcome.FINISHED:
        return outcome, said if outcome is not Outcome.TRACEBACK else said[-_SHOWN:]
    summary = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    unbalanced = breaches(summary["ledger"])
    reason = str(summary["reason"])
    if unbalanced:
        return Outcome.BOOKS, "; ".join(unbalanced)
    if _AT_COUNTER in reason:
        return Outcome.COUNTER_REACHED, reason
    return (Outcome.FINISHED if reason in _STOPS else Outcome.PHYSICAL), reason


def breaches(ledger: dict[str, dict[str, float]]) -> list[str]:
    """Return the balances of summary.json whose residue exceeds its limit, NaN included."""
    largest = {
        name: entry["largest_residue"]
        for name, entry in ledger.items()
        if entry.get("largest_residue") is not None  # None: not measured
    }
    largest |= ledger["remeshing"]
    return [
        f"{name} {largest[name]:.2g}, limit {limit:g}"
        for name, limit in ledger["limits"].items()
        if name in largest and not abs(largest[name]) <= limit
    ]


def tried_case(
    worker: CommandWorker, seed: int, index: int, folder: Path
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
    case, answer = _checked(worker, random_case(seed, index), path)
    while (outcome := _judged(answer)) is Outcome.REFUSED:
        refusals.append(answer.output.split("\n")[0])
        if len(refusals) == ATTEMPTS:
            break
        case, answer = _checked(worker, random_case(seed, index, len(refusals)), path)
    reason = ""
    if outcome is Outcome.FINISHED:
        answer = worker.run(["run", str(path), "--quiet", "-o", str(results)])
        outcome, reason = outcome_of(answer, results)
    message = (reason or " ".join(answer.output.split())).replace(str(folder), "")[:_SHOWN]
    text = case.text if outcome in _WRONG else ""
    seconds = round(answer.seconds, 1)
    return TriedInput(name, case.kind, outcome, answer.code, seconds, message, text), refusals


def run(
    count: int, seed: int, folder: Path, *, first: int = 0, workers: int = 1
) -> Iterator[tuple[TriedInput, list[str]]]:
    """Yield the trials of a campaign in their order, each with the refusals before it."""
    idle: SimpleQueue[CommandWorker] = SimpleQueue()
    processes = [CommandWorker(LIMIT) for _ in range(workers)]
    for process in processes:
        idle.put(process)

    def one(index: int) -> tuple[TriedInput, list[str]]:
        worker = idle.get()
        try:
            return tried_case(worker, seed, index, folder)
        finally:
            idle.put(worker)

    try:
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(one, range(first, first + count))
    finally:
        for process in processes:
            process.close()


def report(trials: list[TriedInput], refusals: list[str], command: str) -> Report:
    """Return the report of trials, with the number of refusals in its statement."""
    note = f"\n\n{len(refusals)} further cases were refused by `check` and made anew."
    campaign = CAMPAIGN | {"statement": CAMPAIGN["statement"] + note}
    return report_of(campaign, trials, command, LIMIT)


def main() -> int:
    """Run the campaign, store its report; return 1 if there is a fault."""
    parser = argparse.ArgumentParser(description="Run random cases.")
    parser.add_argument("--count", type=int, default=300, help="number of cases")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random numbers")
    parser.add_argument("--workers", type=int, default=1, help="runs at the same time")
    parser.add_argument("--output", type=Path, help="report to write (JSON)")
    parser.add_argument("--only", type=int, metavar="INDEX", help="one case, with its text")
    parser.add_argument("--keep", type=Path, help="folder for case files and results")
    wanted = parser.parse_args()
    trials, refusals = [], list[str]()
    with tempfile.TemporaryDirectory(prefix="platefront-campaign-") as scratch:
        folder = wanted.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        several = partial(run, seed=wanted.seed, folder=folder, workers=wanted.workers)
        made = several(wanted.count) if wanted.only is None else several(1, first=wanted.only)
        for trial, refused in made:
            trials.append(trial)
            refusals += refused
            if wanted.only is not None:
                print((folder / f"{trial.name}.toml").read_text(encoding="utf-8"))
            if wanted.only is not None or trial.outcome in _WRONG:
                told = f"{trial.name} {trial.kind}: {trial.outcome}, {trial.seconds} s"
                print(f"{told}: {trial.message}", flush=True)
    command = (
        "bin/platefront python -m verification.campaigns.random_cases "
        f"--count {wanted.count} --seed {wanted.seed} --output {wanted.output}"
    )
    result = report(trials, refusals, command)
    if wanted.output is not None and wanted.only is None:
        result.write(wanted.output)
    print(", ".join(f"{number} {outcome}" for outcome, number in result.counts.items() if number))
    for refusal, number in Counter(refusals).most_common(10):
        print(f"{number} times refused: {refusal}")
    return 1 if result.faults else 0


def _checked(worker: CommandWorker, case: RandomCase, path: Path) -> tuple[RandomCase, Answer]:
    """Write a case and check it."""
    path.write_text(case.text, encoding="utf-8")
    return case, worker.run(["check", str(path)])


def _judged(answer: Answer) -> Outcome:
    return judged(Ending(answer.code, answer.output, answer.seconds))


def _last_state(results: Path) -> str:
    """Return the last row of the history of a run that was ended."""
    try:
        rows = (results / "history.csv").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return "nothing was written"
    return f"{len(rows) - 1} steps; last: {','.join(rows[-1].split(',')[:4])}"


if __name__ == "__main__":
    sys.exit(main())
