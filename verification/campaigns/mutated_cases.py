"""Campaign of mutated case files through `platefront check`.

Each is accepted or refused: exit code 2, a message of at most `LONGEST_MESSAGE` characters, no
traceback, within the time limit.

    bin/platefront python -m verification.campaigns.mutated_cases --count 500 --output FILE

docs/reliability/mutated_cases.json is the file that the page is made from.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from verification.campaigns.case_mutations import mutated
from verification.campaigns.command_worker import Answer, CommandWorker
from verification.campaigns.report import report_of
from verification.campaigns.runner import FAULTS, Ending, Outcome, TriedInput, judged

CAMPAIGN = {
    "name": "mutated_cases",
    "title": "Mutated case files",
    "statement": """\
The shipped cases with mistakes as people make them, damage, and hostile constructs: other values
and units, keys misspelt, removed, repeated and moved, bytes changed, files cut off, very long and
deep content, characters that a terminal obeys. Each is given to `platefront check`; *finished*
means that it was accepted. A refusal is right if its exit code is 2 and it names a reason, without
characters that a terminal obeys.""",
}
COUNT, SEED = 500, 13
LIMIT = 60.0
"""Time limit for each file [s]."""
CASES = Path(__file__).resolve().parents[2] / "cases"
_SHOWN = 600


def outcome_of(answer: Answer) -> Outcome:
    """Return the class of the end of a check."""
    outcome = judged(Ending(answer.code, answer.output, answer.seconds))
    if outcome in (Outcome.NOT_CONVERGED, Outcome.GEOMETRY_FAILED):
        return Outcome.CRASH  # of a run; a check accepts or refuses
    if outcome is Outcome.REFUSED:
        if not answer.output.startswith("error: "):
            return Outcome.CRASH
        if any(c < " " and c != "\n" for c in answer.output):
            return Outcome.CONTROL
    return outcome


def run(count: int = COUNT, seed: int = SEED, keep: Path | None = None) -> Iterator[TriedInput]:
    """Yield the trials of the campaign.

    Args:
        count: number of files.
        seed: seed of the mutations.
        keep: folder for the files with a wrong outcome; none are kept by default.
    """
    choose = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch, CommandWorker(LIMIT) as worker:
        tree = Path(scratch) / "cases"
        shutil.copytree(CASES, tree)
        files = sorted(tree.rglob("*.toml"))
        for number in range(count):
            source = choose.choice(files)
            names, content = mutated(source.read_text(encoding="utf-8"), choose)
            case = source.with_name(f"mutated_{number:04d}.toml")
            case.write_bytes(content)
            answer = worker.run(["check", str(case)])
            outcome = outcome_of(answer)
            is_wrong = outcome in FAULTS
            if is_wrong and keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(case, keep / case.name)
            case.unlink()
            yield TriedInput(
                f"m{number:04}",
                names.split(", ")[0],
                outcome,
                answer.code,
                round(answer.seconds, 2),
                # of a wrong one its end, where a traceback says what went wrong
                answer.output[-_SHOWN:] if is_wrong else "",
                f"{source.relative_to(tree)}: {names}" if is_wrong else "",
            )


def main() -> int:
    """Run the campaign, store its report; return 1 if an outcome is wrong."""
    parser = argparse.ArgumentParser(description="Check mutated case files.")
    parser.add_argument("--count", type=int, default=COUNT, help="number of files")
    parser.add_argument("--seed", type=int, default=SEED, help="seed of the mutations")
    parser.add_argument("--output", type=Path, help="report to write (JSON)")
    parser.add_argument("--keep", type=Path, help="folder for the files with a wrong outcome")
    wanted = parser.parse_args()
    trials = []
    for trial in run(wanted.count, wanted.seed, wanted.keep):
        trials.append(trial)
        if trial.outcome in FAULTS:
            print(f"{trial.name} {trial.text}: {trial.outcome}: {trial.message}", flush=True)
    command = (
        "bin/platefront python -m verification.campaigns.mutated_cases "
        f"--count {wanted.count} --seed {wanted.seed} --output {wanted.output}"
    )
    report = report_of(CAMPAIGN, trials, command, LIMIT)
    if wanted.output is not None:
        report.write(wanted.output)
    print(", ".join(f"{number} {outcome}" for outcome, number in report.counts.items() if number))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
