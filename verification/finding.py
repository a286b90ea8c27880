"""What a benchmark is, and what one run of it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Finding:
    """One number that was computed, beside its reference.

    Attributes:
        quantity: what it is, for people; different within a benchmark.
        value: what platefront computed, in `unit`.
        reference: what it should be, from outside the solver, in `unit`.
        unit: unit of both; "1" for plain numbers.
        bound: largest magnitude that `deviation` may have.
        relative: whether deviation and bound are fractions of the reference, or in `unit`.
        note: a remark to this number, if one is needed.
    """

    quantity: str
    value: float
    reference: float
    unit: str
    bound: float
    relative: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be judged."""
        if not self.bound > 0.0:
            raise ValueError(f"{self.quantity}: a bound must be positive, not {self.bound}")
        if self.relative and self.reference == 0.0:
            raise ValueError(f"{self.quantity}: nothing is relative to a reference of zero")

    @property
    def deviation(self) -> float:
        """value/reference - 1, or value - reference [unit] if not relative."""
        if self.relative:
            return self.value / self.reference - 1.0
        return self.value - self.reference

    @property
    def within(self) -> bool:
        """Whether the deviation is at most the bound; never for a value that is not a number."""
        return abs(self.deviation) <= self.bound

    def __str__(self) -> str:
        unit = "" if self.unit == "1" else f" {self.unit}"
        scale = "" if self.relative else unit
        return (
            f"{self.quantity}: {self.value:.10g}{unit}, reference {self.reference:.10g}{unit}, "
            f"deviation {self.deviation:+.3g}{scale}, bound {self.bound:.3g}{scale}"
        )


@dataclass(frozen=True, slots=True)
class Verification:
    """What one run of a benchmark found.

    Attributes:
        findings: the numbers, at least one.
        figure: draws computed against reference on an empty figure; None if there is no figure.
        remarks: Markdown; what the numbers mean, and why one is not met if one is not.
    """

    findings: tuple[Finding, ...]
    figure: Callable[[Figure], None] | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A comparison of platefront with an independent reference.

    Attributes:
        name: short key, as in file names: lower-case words joined by underscores.
        title: for people.
        statement: Markdown; what is compared with what, the equations and their source.
        cases: the shipped case files it runs, relative to the root of the repository.
        long: whether it takes more than about 20 s.
        run: loads the cases, runs them in memory and compares. May raise the errors of a run.
        not_verified: what this benchmark leaves open, a sentence or nothing.
    """

    name: str
    title: str
    statement: str
    cases: tuple[str, ...]
    long: bool
    run: Callable[[], Verification]
    not_verified: str = ""
