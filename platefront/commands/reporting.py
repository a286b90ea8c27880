"""Error messages and exit codes of the command line."""

# ruff: noqa: PLC0415 - imports on demand, for a quick start

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from platefront.exit_codes import ExitCode
from platefront.ranks import started_rank

if TYPE_CHECKING:
    from rich.console import Console


class Command(TyperCommand):
    """Command with a --help text that is readable without a terminal, too."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text without the escapes that Typer adds to brackets for Rich."""
        return super().get_help(ctx).replace("\\[", "[")


class Commands(TyperGroup):
    """Group of all commands, which turns the program's errors into messages and exit codes."""

    def invoke(self, ctx: Any) -> Any:
        """Run the requested command."""
        with exit_on_errors():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; for an unknown one, suggest the nearest."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            from platefront.case.problems import suggestion

            hints = [f" {hint[0].upper()}{hint[1:]}" for _, hint in suggestion(name, self.commands)]
            ctx.fail("".join([f"No such command {name!r}.", *hints]))
        return super().resolve_command(ctx, args)


_LONGEST_MESSAGE = 5_000
"""Largest number of characters of an error message; those of case files are shorter."""

_WITH_DOLFINX = {"basix", "dolfinx", "mpi4py", "petsc4py", "ufl"}
"""Packages that come with DOLFINx: none is there after `pip install platefront`."""


@contextmanager
def exit_on_errors() -> Iterator[None]:
    """Print errors that are meant for the user and exit with their code; raise all others."""
    from platefront.case.plugins import PluginError
    from platefront.case.problems import CaseError
    from platefront.results.folder import NoResultsError, ResultsFolderError
    from platefront.solvers.errors import (
        GeometryFailedError,
        NoDolfinxError,
        NotConvergedError,
    )
    from platefront.sweeping.errors import SweepError

    codes: dict[type[BaseException], ExitCode] = {
        CaseError: ExitCode.BAD_CASE,
        PluginError: ExitCode.BAD_CASE,
        SweepError: ExitCode.BAD_CASE,
        NoResultsError: ExitCode.BAD_CASE,
        NoDolfinxError: ExitCode.NO_DOLFINX,
        NotConvergedError: ExitCode.NOT_CONVERGED,
        GeometryFailedError: ExitCode.GEOMETRY_FAILED,
        ResultsFolderError: ExitCode.BAD_OUTPUT,
        OSError: ExitCode.BAD_OUTPUT,
        KeyboardInterrupt: ExitCode.INTERRUPTED,
    }
    try:
        yield
    except BrokenPipeError:
        raise  # `platefront schema | head`: Click ends quietly
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _WITH_DOLFINX:
            raise
        print_error(str(NoDolfinxError(error)))
        raise typer.Exit(ExitCode.NO_DOLFINX) from None
    except tuple(codes) as error:
        code = next(code for kind, code in codes.items() if isinstance(error, kind))
        print_error(_said(error))
        raise typer.Exit(code) from None


def _said(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def print_error(message: str) -> None:
    """Print a message on stderr, coloured on a terminal, on rank 0 only."""
    if started_rank():
        return
    from rich.console import Console
    from rich.text import Text

    from platefront.case.quoting import printable, shortened

    message = shortened(printable(message, keep="\n"), _LONGEST_MESSAGE)
    if not message.startswith("error:"):
        message = f"error: {message}"
    text = Text(message)
    text.highlight_regex(r"(?m)^error:", "bold red")
    text.highlight_regex(r"(?m)^ *= (?:help|allowed|meaning|note):", "bold cyan")
    text.highlight_regex(r"(?m)^ *\d* *\|(?: *\^+)?", "red")
    text.highlight_regex(r"(?m)^ *-->", "dim")
    Console(stderr=True, soft_wrap=True).print(text)


def plain_console() -> Console:
    """Return a console that wraps lines on a terminal and does not elsewhere."""
    from rich.console import Console

    return Console(soft_wrap=not sys.stdout.isatty())


def leave_signals_alone() -> None:
    """Keep PETSc from aborting with a long message when a pipe (`… | head`) is closed."""
    options = os.environ.get("PETSC_OPTIONS", "")
    os.environ["PETSC_OPTIONS"] = f"{options} -no_signal_handler".strip()
