"""Benchmarks and their findings: values beside references and bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Finding:
    """Computed value beside its reference.

    Attributes:
        quantity: name of the quantity, unique within a benchmark.
        value: value computed by platefront, in `unit`.
        reference: reference value, independent of the solver, in `unit`.
        unit: unit of both; "1" for plain numbers.
        bound: largest magnitude allowed for `deviation`.
        relative: True if deviation and bound are relative to the reference, False if in `unit`.
        note: remark on this value, if any.
    """

    quantity: str
    value: float
    reference: float
    unit: str
    bound: float
    relative: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        """Check bound and reference."""
        if not self.bound > 0.0:
            raise ValueError(f"{self.quantity}: a bound must be positive, not {self.bound}")
        if self.relative and self.reference == 0.0:
            raise ValueError(f"{self.quantity}: nothing is relative to a reference of zero")

    @property
    def deviation(self) -> float:
        """Deviation: value/reference - 1, or value - reference [unit] if not relative."""
        if self.relative:
            return self.value / self.reference - 1.0
        return self.value - self.reference

    @property
    def within(self) -> bool:
        """True if the deviation is at most the bound; False for nan."""
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
    """Findings of one run of a benchmark.

    Attributes:
        findings: computed values, at least one.
        figure: draws values and references on an empty figure; None if there is no figure.
        remarks: Markdown; interpretation of the values, and reasons for bounds that are not met.
    """

    findings: tuple[Finding, ...]
    figure: Callable[[Figure], None] | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Comparison of platefront with an independent reference.

    Attributes:
        name: short key, as in file names: lower-case words joined by underscores.
        title: title on the page.
        statement: Markdown; problem, reference, equations and their source.
        cases: case files that it runs, relative to the root of the repository.
        long: whether it takes more than about 20 s.
        run: loads the cases, runs them in memory and compares. May raise the errors of a run.
        not_verified: limitation of this benchmark, a sentence or empty.
    """

    name: str
    title: str
    statement: str
    cases: tuple[str, ...]
    long: bool
    run: Callable[[], Verification]
    not_verified: str = ""
