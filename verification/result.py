"""Result of a benchmark's run, stored as NAME.json and read for the page."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from platefront.results.folder import PROGRAM
from platefront.results.summary import json_data
from verification.finding import Benchmark, Finding
from verification.shipped import ROOT
from verification.wording import used_share

_WORDS = {"title", "description"}
"""Keys of a case file that do not affect the results."""


@dataclass(frozen=True, slots=True)
class Result:
    """Result of a run of a benchmark.

    Attributes:
        name: name of the benchmark.
        findings: values and references; empty if the run failed.
        remarks: Markdown; remarks of the benchmark on its values.
        error: reason for a failure; empty if there was none.
        wall_time: wall time [s].
        has_figure: whether there is a figure.
        cases: digest of the values in each case file.
        versions: versions of program and libraries.
        commit: commit of the source tree; None outside git.
    """

    name: str
    findings: tuple[Finding, ...]
    remarks: str
    error: str
    wall_time: float
    has_figure: bool
    cases: Mapping[str, str]
    versions: Mapping[str, str | None]
    commit: str | None = field(default=None)

    @property
    def met(self) -> bool:
        """True if the run succeeded and every finding is within its bound."""
        return not self.error and all(finding.within for finding in self.findings)

    @property
    def missed(self) -> tuple[Finding, ...]:
        """Findings outside their bounds."""
        return tuple(finding for finding in self.findings if not finding.within)

    @property
    def worst(self) -> Finding | None:
        """Finding with the largest ratio of deviation to bound; None without findings."""
        return max(self.findings, key=used_share) if self.findings else None

    def to_json(self) -> str:
        """Return the text of NAME.json, including deviations, which are not read back."""
        content = {
            "program": PROGRAM,
            "benchmark": self.name,
            "met": self.met,
            "error": self.error,
            "findings": [_finding_data(finding) for finding in self.findings],
            "remarks": self.remarks,
            "figure": self.has_figure,
            "cases": dict(self.cases),
            "wall_time_s": float(f"{self.wall_time:.2g}"),
            "versions": dict(self.versions),
            "git_commit": self.commit,
        }
        return json.dumps(json_data(content), indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Result:
        """Parse the text written by `to_json`.

        Raises:
            ValueError, KeyError: the text is not a result.
        """
        content = json.loads(text)
        return cls(
            name=content["benchmark"],
            findings=tuple(_finding(data) for data in content["findings"]),
            remarks=content["remarks"],
            error=content["error"],
            wall_time=content["wall_time_s"],
            has_figure=content["figure"],
            cases=content["cases"],
            versions=content["versions"],
            commit=content["git_commit"],
        )


def _finding_data(finding: Finding) -> dict[str, object]:
    data = {key: _plain(value) for key, value in asdict(finding).items()}
    return {**data, "deviation": float(finding.deviation), "within": bool(finding.within)}


def _plain(value: Any) -> object:
    """Convert NumPy numbers to Python numbers for JSON."""
    return value.item() if hasattr(value, "item") else value


def _finding(data: dict[str, Any]) -> Finding:
    value = math.nan if data["value"] is None else data["value"]
    rest = ("quantity", "reference", "unit", "bound", "relative", "note")
    return Finding(value=value, **{key: data[key] for key in rest})


def case_digests(benchmark: Benchmark) -> dict[str, str]:
    """Return digests of the values in a benchmark's case files, without titles and comments.

    They show if stored results belong to the present case files.
    """
    return {case: _digest((ROOT / case).read_text(encoding="utf-8")) for case in benchmark.cases}


def _digest(text: str) -> str:
    document = tomllib.loads(text)
    values = {key: value for key, value in document.items() if key not in _WORDS}
    canonical = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]
