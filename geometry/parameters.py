"""Frozen parameter classes whose fields carry unit, description and bounds.

A parameter class is the single source for the case-file schema, the unit check, the error
messages and the documentation of the part of the model it describes. A value is stored in the
unit its field declares, always a coherent SI unit.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Parameters(BaseModel):
    """Base of every parameter class: immutable, no unknown keys, documented fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=False)


ASSUMED: Any = {"json_schema_extra": {"assumed": True}}
"""Further arguments of `option` for a discriminating key (`kind`, `model`, `mode`): the table class
that carries them is the default where a case omits the key."""


def quantity(unit: str, description: str, default: Any = ..., **bounds: Any) -> Any:
    """Declare a physical quantity.

    Args:
        unit: coherent SI unit in which the value is stored (`"m"`, `"A/m^2"`, `"1"`).
        description: meaning of the quantity, one sentence, for the schema and the documentation.
        default: value in `unit`; required if omitted.
        **bounds: pydantic bounds (`gt`, `ge`, `lt`, `le`) in `unit`.
    """
    return Field(default, description=description, json_schema_extra={"unit": unit}, **bounds)


def option(description: str, default: Any = ..., **bounds: Any) -> Any:
    """Declare a plain (unitless, non-physical) field: a choice, a count, a switch, a name."""
    return Field(default, description=description, **bounds)


INPUT_FILE = "input_file"
"""Extra of a field that holds the path of a file."""


def input_file(description: str, default: Any = ..., *, drawing: bool = False) -> Any:
    """Declare the path of a file that the case refers to, relative to the folder of the case file.

    The file is copied to the results of a run. The table of the field may have a key `sha256`.

    Args:
        description: meaning of the file, one sentence.
        default: None if there may be none; required if omitted.
        drawing: True for the drawing of a section; False for a file of numbers.
    """
    return Field(default, description=description, json_schema_extra={INPUT_FILE: drawing})
