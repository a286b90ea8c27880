'''Lithium plating in cross-sections of 3D current collectors, from Python.

Load a case, run it, read its results. `load_case` takes a file, `parse_case` its text:

>>> import platefront
>>> case = platefront.parse_case("""
... [section]
... gap = "100 um"
... collector = { kind = "foil", width = "20 um" }
... [electrolyte]
... concentration = "1 mol/L"
... salt_diffusivity = "2.93e-10 m^2/s"
... transference_number = 0.4
... [control]
... mode = "overpotentials"
... [surfaces.foil]
... law = "overpotential"
... overpotential = "-30 mV"
... [front]
... mode = "fixed"
... [mesh]
... front_size = "2 um"
... largest_size = "5 um"
... [stop]
... time = "10 s"
... [output]
... figures = false
... """)
>>> case.electrolyte.concentration  # SI units: mol/m³
1000.0

`run` writes the same results folder as the command line and returns its content, `read_results`
reads it at any later time:

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     results = platefront.run(case, folder)
>>> results.summary["status"]
'finished'
>>> float(results.history["time_s"].iloc[-1])
10.0

`sweep` runs a case file over values of its keys and returns a table. docs/python.md has all of it.
'''

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from platefront.case.model import Case
    from platefront.case.problems import CaseError
    from platefront.results.reading import RunResults
    from platefront.running.api import RunError, load_case, parse_case, read_results, run
    from platefront.sweeping.api import read_sweep, sweep
    from platefront.sweeping.errors import SweepError

__version__ = "0.1.0"

__all__ = [
    "Case",
    "CaseError",
    "RunError",
    "RunResults",
    "SweepError",
    "__version__",
    "load_case",
    "parse_case",
    "read_results",
    "read_sweep",
    "run",
    "sweep",
]

# Imported on first use: DOLFINx, Gmsh and VTK take seconds to load, which `--version` avoids.
_HOMES = {
    "Case": "platefront.case.model",
    "CaseError": "platefront.case.problems",
    "RunError": "platefront.running.api",
    "RunResults": "platefront.results.reading",
    "load_case": "platefront.running.api",
    "parse_case": "platefront.running.api",
    "read_results": "platefront.running.api",
    "SweepError": "platefront.sweeping.errors",
    "read_sweep": "platefront.sweeping.api",
    "run": "platefront.running.api",
    "sweep": "platefront.sweeping.api",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first access."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, whether or not they have been imported."""
    return sorted([*globals(), *_HOMES])
