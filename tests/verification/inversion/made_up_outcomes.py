"""Outcomes of runs that were not made."""

from __future__ import annotations

from verification.inversion.outcome import FINISHED, PARTS, RunOutcome, State


def state(share: float | None = 0.5, capacity: float = 1.0, potential: float = -0.03) -> State:
    bare = None if share is None else 1.0 - share
    parts = dict.fromkeys(PARTS, potential / len(PARTS))
    return State(capacity, share, bare, potential, parts, 40.25, 0.125, 0.5)


def outcome(
    share: float | None = 0.5, *, kind: str = FINISHED, book: float = 1e-5, potential: float = -0.03
) -> RunOutcome:
    end = state(share, potential=potential)
    return RunOutcome(kind, "capacity reached", 30, book, "salt", (end,))
