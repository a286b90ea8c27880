"""`platefront section`: measure the cross-section, draw and export it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from platefront.case.model import Case
from platefront.case.remarks import tell_remarks
from platefront.commands.fineness import unresolved
from platefront.commands.inventory_rows import Row, inventory_rows
from platefront.commands.mesh import start_mesh
from platefront.commands.section_numbers import SectionNumbers, section_numbers
from platefront.export.dxf import write_dxf
from platefront.export.mesh_files import MESH_FORMATS, write_mesh
from platefront.export.svg import write_svg
from platefront.figures.section import save_section
from platefront.geometry.section.cross_section import CrossSection

_PICTURE = ".png"
_DRAWINGS = {".svg": write_svg, ".dxf": write_dxf}
ENDINGS = (_PICTURE, *_DRAWINGS, *MESH_FORMATS)
"""Supported file extensions."""


def show_section(case: Case, title: str, files: Sequence[Path], console: Console) -> None:
    """Print the geometric and transport properties of a section and write the requested files.

    Raises:
        BadParameter: a file's extension is not supported; nothing was written.
        GeometryFailedError: the electrolyte cannot be meshed.
        OSError: a file cannot be written.
    """
    for file in files:
        if file.suffix.lower() not in ENDINGS:
            raise typer.BadParameter(
                f"{file}: the extension must be one of {', '.join(ENDINGS)}", param_hint="--output"
            )
    section = case.cross_section()
    numbers = section_numbers(section, case.mesh.grading)
    warnings = list(unresolved(case, section, numbers.gap))
    for warning in warnings:
        console.print(f"warning: {warning}", markup=False, highlight=False, soft_wrap=True)
    if tell_remarks(case, console) or warnings:
        console.print()
    rows = [*inventory_rows(case.section.collector.inventory), *_rows(section, numbers)]
    _print(rows, console)
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        said = _write(case, section, numbers, file, title)
        console.print(f"{said} {file}", highlight=False, soft_wrap=True)


def _write(
    case: Case, section: CrossSection, numbers: SectionNumbers, file: Path, title: str
) -> str:
    """Write one file; return a description of it for the output."""
    ending = file.suffix.lower()
    if ending == _PICTURE:
        save_section(section, file, title, gap=numbers.gap, facts=_facts(numbers))
        return "drawn to"
    if ending in _DRAWINGS:
        _DRAWINGS[ending](section, file, title)
        return "drawn in micrometres to"
    names = write_mesh(start_mesh(case), section, file)
    regions = ", ".join(f"{number} {name}" for name, number in names.items())
    return f"mesh in micrometres ({regions}) written to"


def _facts(numbers: SectionNumbers) -> list[str]:
    """Return additional lines of text for the image."""
    facts = [f"area of {name} {area:.5g} µm²" for name, area in numbers.areas.items() if area > 0.0]
    if numbers.pores is not None:
        facts.insert(0, f"tortuosity {_tortuosity(numbers.pores.tortuosity)}")
    return facts


def _print(rows: Sequence[Row], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def _rows(section: CrossSection, numbers: SectionNumbers) -> Iterator[Row]:
    """Yield name, value and meaning of each property."""
    low, high = section.span
    yield "width", f"{section.width:.4g} µm", ""
    yield "height", f"{section.height:.4g} µm", "from the floor to the counter electrode's plane"
    yield "collector", f"{high - low:.4g} µm", f"from y = {low:.4g} to {high:.4g} µm"
    for name, area in numbers.areas.items():
        meaning = f"{100.0 * area / section.box.area:.3g} % of the section"
        if name == "lithium":
            meaning += f"; as a flat layer {area / section.width:.4g} µm"
        if area > 0.0:
            yield f"area of {name}", f"{area:.5g} µm²", meaning
    if (porosity := section.porosity) is not None:
        meaning = "in the collector's height, without its lithium"
        yield "porosity", f"{100.0 * porosity:.6g} %", meaning
    if (pores := numbers.pores) is not None:
        yield (
            "tortuosity",
            _tortuosity(pores.tortuosity),
            "porosity kappa/kappa_eff across the bare collector; 1 for straight channels",
        )
    for name, length in numbers.surfaces.items():
        meaning = f"{length / section.width:.4g} of surface per footprint"
        yield f"surface {name}", f"{length:.4g} µm", meaning
    total = sum(numbers.surfaces.values())
    yield "all surfaces", f"{total:.4g} µm", f"{total / section.width:.4g} per footprint"
    if (gap := numbers.gap) is not None:
        (x1, y1), (x2, y2) = gap.ends
        place = f"from ({x1:.4g}, {y1:.4g}) to ({x2:.4g}, {y2:.4g}) µm"
        if min(x1, x2) < 0.0 or max(x1, x2) > section.width:
            place += ", across a side wall"
            place += "" if section.periodic else " into the mirror image"
        yield "narrowest gap", f"{gap.width:.4g} µm", place
    else:
        yield "narrowest gap", "-", "no two points of the surface face each other"


def _tortuosity(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "no percolating pore"
