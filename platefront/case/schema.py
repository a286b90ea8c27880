"""JSON Schema of a case file, made from the parameter classes."""

from __future__ import annotations

from typing import Any

from platefront.case.model import Case
from platefront.case.plugins import load_installed_plugins
from platefront.case.tables import Kind, kind_of_field, unit_of
from platefront.case.units import DIMENSIONLESS, example, readable_quantity
from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_QUANTITY = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*(1/)?[^\s\d,].*$"
_PERCENTAGE = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*(%|percent)\s*$"
_BOUNDS = {
    "gt": "exclusiveMinimum",
    "ge": "minimum",
    "lt": "exclusiveMaximum",
    "le": "maximum",
}
_SIGNS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}


def case_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the parsed TOML document, before units are converted.

    A quantity is a string with number and unit. What a schema cannot say of it, its dimension and
    its bounds, stands in the extra keywords `unit` and `bounds`.

    Raises:
        PluginError: an installed plugin cannot be used.
    """
    load_installed_plugins()
    definitions = _Definitions()
    root = _table(Case, definitions)
    return {
        "$schema": DIALECT,
        "title": "platefront case file",
        **root,
        "oneOf": [
            {"required": ["control", "stop"], "properties": {"protocol": False}},
            {"required": ["protocol"], "properties": {"control": False, "stop": False}},
        ],
        "$defs": dict(sorted(definitions.content.items())),
    }


class _Definitions:
    """Tables that the schema refers to, each by the name of its class.

    Attributes:
        content: name → schema of the table.
    """

    def __init__(self) -> None:
        self.content: dict[str, Any] = {}
        self._names: dict[type[Parameters], str] = {}

    def reference(self, table: type[Parameters], kind: Kind) -> dict[str, Any]:
        """Reference to a table, which is defined when it is first met."""
        if table not in self._names:
            name = table.__name__
            while name in self.content:  # a plugin's class may be called like another
                name += "_"
            self._names[table] = name
            self.content[name] = {}  # there before its fields, should a table ever hold itself
            self.content[name] = _table(table, self)
            self.content[name]["required"] = required_keys(table, kind.family)
        return {"$ref": f"#/$defs/{self._names[table]}"}


def bounds_of(field: Any) -> dict[str, float]:
    """Bounds of a field, in its own unit: `{"gt": 0.0}`."""
    bounds = {}
    for rule in field.metadata:
        for name in _SIGNS:
            if (limit := getattr(rule, name, None)) is not None:
                bounds[name] = limit
    return bounds


def bounds_text(bounds: dict[str, float], unit: str) -> list[str]:
    """Bounds for a reader: `["> 0 m", "<= 1 mm"]`."""
    return [f"{_SIGNS[name]} {readable_quantity(limit, unit)}" for name, limit in bounds.items()]


def _table(table: type[Parameters], definitions: _Definitions) -> dict[str, Any]:
    return {
        "type": "object",
        "description": (table.__doc__ or "").split("\n\n")[0].strip(),
        "additionalProperties": False,
        "required": required_keys(table),
        "properties": {
            name: _field(field, definitions) for name, field in table.model_fields.items()
        },
    }


def required_keys(table: type[Parameters], family: Family[Any] | None = None) -> list[str]:
    """Keys without a default, and the one that tells members of a family apart unless assumed."""
    told_apart = ""
    if family is not None and family.tag_of(table) != family.assumed:
        told_apart = family.key
    return [n for n, field in table.model_fields.items() if field.is_required() or n == told_apart]


def _field(field: Any, definitions: _Definitions) -> dict[str, Any]:
    unit, kind = unit_of(field), kind_of_field(field)
    described: dict[str, Any] = {"description": field.description or ""}
    if unit is not None:
        described |= _quantity(unit, kind, bounds_of(field))
    else:
        described |= _kind(kind, definitions)
        bounds = bounds_of(field)
        described |= {_BOUNDS[name]: limit for name, limit in bounds.items()}
    default = default_of(field)
    if default is not None:
        described["default"] = default
    return described


def default_of(field: Any) -> Any:
    """A field's default as it would stand in a case file; None if there is none to write."""
    unit, default = unit_of(field), field.default
    if field.is_required() or default is None or isinstance(default, Parameters):
        return None
    if isinstance(default, tuple):
        return list(default)
    if unit is None or unit == DIMENSIONLESS:
        return default
    return readable_quantity(default, unit)


def _quantity(unit: str, kind: Kind, bounds: dict[str, float]) -> dict[str, Any]:
    extra: dict[str, Any] = {"unit": unit}
    if bounds:
        extra["bounds"] = bounds_text(bounds, unit)
    if kind.items is not None:
        items = _quantity(unit, kind.items, {})
        if kind.length is not None:
            extra |= {"minItems": kind.length, "maxItems": kind.length}
        return {"type": "array", "items": items, **extra}
    if unit == DIMENSIONLESS:
        number = {"type": "number", **{_BOUNDS[name]: limit for name, limit in bounds.items()}}
        return {"anyOf": [number, {"type": "string", "pattern": _PERCENTAGE}], **extra}
    return {"type": "string", "pattern": _QUANTITY, "examples": [example(unit)], **extra}


def _kind(kind: Kind, definitions: _Definitions) -> dict[str, Any]:
    if kind.tables:
        references = [definitions.reference(table, kind) for table in kind.tables]
        return {"oneOf": references} if kind.family is not None else references[0]
    if kind.items is not None:
        inner = _kind(kind.items, definitions)
        if kind.free_names:
            return {"type": "object", "additionalProperties": inner}
        return {"type": "array", "items": inner}
    if kind.literals:
        return {"enum": list(kind.literals)}
    return {"type": _TYPES[kind.scalars[0]]}
