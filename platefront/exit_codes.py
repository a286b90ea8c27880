"""What the exit status of the command line says; documented in docs/case-files.md."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit status of `platefront`."""

    OK = 0
    BAD_CASE = 2
    NOT_CONVERGED = 3
    GEOMETRY_FAILED = 4
    BAD_OUTPUT = 5
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.OK: "Finished.",
    ExitCode.BAD_CASE: "The case file or the command line is wrong; nothing was written.",
    ExitCode.NOT_CONVERGED: "The equations could not be solved; results up to there are kept.",
    ExitCode.GEOMETRY_FAILED: "Section, front or mesh could not be carried on; "
    "results up to there are kept.",
    ExitCode.BAD_OUTPUT: "The output folder exists already or cannot be written.",
    ExitCode.INTERRUPTED: "Interrupted (Ctrl-C); results up to there are complete and readable.",
}
