"""Print the average wall time of a step from a run's summary."""

from __future__ import annotations

import json
import sys
from pathlib import Path

START = ("geometry", "compilation", "setup", "figures", "output", "other")


def main() -> None:
    """Read summary.json of the folder given (default: the fixed-front benchmark)."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "results/benchmarks/fixed_front")
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    wall = summary["wall_time_s"]
    stepping = sum(seconds for phase, seconds in wall.items() if phase not in (*START, "total"))
    steps = summary["steps"]
    print(
        f"{steps} steps of {summary['unknowns']} unknowns: {1e3 * stepping / steps:.1f} ms a step "
        f"({1e3 * wall['total'] / steps:.1f} ms with set-up and output), "
        f"{summary['newton_iterations'] / steps:.1f} Newton iterations a step"
    )


if __name__ == "__main__":
    main()
