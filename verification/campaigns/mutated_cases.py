"""Campaign of mutated case files through `platefront check`.

Each is accepted or refused: exit code 2, a message of at most `LONGEST` characters, no traceback,
within the time limit.

    bin/platefront python -m verification.campaigns.mutated_cases --output mutated_cases.json
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from verification.campaigns.case_mutations import mutated
from verification.campaigns.command_worker import Answer, CommandWorker

NAME = "mutated_cases"
COUNT, SEED = 500, 13
TIME_LIMIT = 60.0
"""Time limit for each file [s]."""
LONGEST = 5_000
"""Largest number of characters of a refusal."""
GOOD = ("accepted", "refused")
"""Outcomes that are right; all others are faults."""
CASES = Path(__file__).resolve().parents[2] / "cases"


def outcome_of(answer: Answer) -> str:
    """Return the name of the outcome of a check."""
    if answer.code is None:
        return "hang"
    if "Traceback (most recent call last)" in answer.output or answer.code == 1:
        return "traceback"
    if answer.code == 0:
        return "accepted"
    if len(answer.output) > LONGEST:
        return "long"
    if answer.code != 2 or not answer.output.startswith("error: "):
        return f"exit code {answer.code}"
    # escapes that a terminal would obey
    return "control" if any(c < " " and c != "\n" for c in answer.output) else "refused"


def run(count: int = COUNT, seed: int = SEED, keep: Path | None = None) -> dict[str, object]:
    """Run the campaign.

    Args:
        count: number of files.
        seed: seed of the mutations.
        keep: folder for the files with a wrong outcome; none are kept by default.

    Returns:
        Name, seed, count, number of files by outcome, and the wrong ones with their output.
    """
    choose = random.Random(seed)
    outcomes: Counter[str] = Counter()
    worst: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as scratch, CommandWorker(TIME_LIMIT) as worker:
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
            outcomes[outcome] += 1
            if outcome not in GOOD:
                told = {"input": f"{source.relative_to(tree)}: {names}", "outcome": outcome}
                end = answer.output[-600:]
                worst.append({**told, "number": number, "seconds": answer.seconds, "output": end})
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(case, keep / case.name)
            case.unlink()
    return {
        "campaign": NAME,
        "seed": seed,
        "count": count,
        "outcomes": dict(sorted(outcomes.items())),
        "worst": worst,
    }


def main() -> int:
    """Run the campaign from the command line; the status is 1 if an outcome is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--output", type=Path, help="file for the result (JSON)")
    parser.add_argument("--keep", type=Path, help="folder for the files with a wrong outcome")
    options = parser.parse_args()
    result = run(options.count, options.seed, options.keep)
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    if options.output is not None:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(text, encoding="utf-8")
    print(text, end="")
    return 1 if result["worst"] else 0


if __name__ == "__main__":
    sys.exit(main())
