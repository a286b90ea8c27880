"""Exit codes of the command line; documented in docs/case-files.md."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit status of `platefront`."""

    OK = 0
    BAD_CASE = 2
    NOT_CONVERGED = 3
    GEOMETRY_FAILED = 4
    BAD_OUTPUT = 5
    NO_DOLFINX = 6  # as `bin/platefront`
    TOLERANCE_NOT_MET = 7
    BOOKS_NOT_BALANCED = 8
    CELLS_FAILED = 9
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.OK: "Finished.",
    ExitCode.BAD_CASE: "Case file or command line is wrong; nothing was written.",
    ExitCode.NOT_CONVERGED: "The equations could not be solved; results so far are kept.",
    ExitCode.GEOMETRY_FAILED: "Moving the front or meshing failed; results so far are kept.",
    ExitCode.BAD_OUTPUT: "The output folder is in use or cannot be written.",
    ExitCode.NO_DOLFINX: "DOLFINx is missing or cannot be loaded; nothing was written.",
    ExitCode.TOLERANCE_NOT_MET: "A tolerance of `converge` or a bound of `verify` is not met.",
    ExitCode.BOOKS_NOT_BALANCED: "A balance exceeds its limit (`run --strict-books`); results are "
    "complete.",
    ExitCode.CELLS_FAILED: "Some cells of a sweep failed; the others are complete.",
    ExitCode.INTERRUPTED: "Interrupted (Ctrl-C); results so far are complete.",
}


def listing() -> str:
    """Return the exit codes and their meanings, one line each, for the end of --help."""
    rows = [f"{code.value:>3}  {meaning}" for code, meaning in MEANINGS.items()]
    return "\n".join(["Exit codes:", *rows])
