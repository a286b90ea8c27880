"""Validation of a parsed TOML value, for the keywords of JSON Schema in use."""

from __future__ import annotations

import re

from platefront.case.schema import case_schema

SCHEMA = case_schema()


def complaints(value, schema, path="case"):  # noqa: PLR0911 - one for each keyword
    """Return violations of the schema by a parsed TOML value."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return complaints(value, SCHEMA["$defs"][name], path)
    if schema.get("type") == "object" and "oneOf" in schema:  # one of the forms of a table
        rest = {key: part for key, part in schema.items() if key != "oneOf"}
        open_ended = {"type": "object", "additionalProperties": {}}
        forms = [open_ended | form for form in schema["oneOf"]]
        return [*complaints(value, rest, path), *complaints(value, {"oneOf": forms}, path)]
    for word in ("oneOf", "anyOf"):
        if word in schema:
            found = [complaints(value, option, path) for option in schema[word]]
            fitting = sum(not errors for errors in found)
            fits = fitting == 1 if word == "oneOf" else fitting > 0
            return [] if fits else [f"{path}: {fitting} of {word} fit"]
    if not schema:
        return []
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{path}: {value!r} not in {schema['enum']}"]
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    wanted = types.get(schema["type"], (int, float))
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        return [f"{path}: not of type {schema['type']}"]
    if isinstance(value, dict):
        return complaints_about_table(value, schema, path)
    if isinstance(value, list):
        return [c for item in value for c in complaints(item, schema["items"], path)]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return [f"{path}: {value!r} does not match"]
    low, high = schema.get("exclusiveMinimum", -1e300), schema.get("exclusiveMaximum", 1e300)
    if not isinstance(value, str | bool) and not low < value < high:
        return [f"{path}: {value} out of bounds"]
    return []


def complaints_about_table(table, schema, path):
    found = [f"{path}: {key} missing" for key in schema.get("required", []) if key not in table]
    for key, value in table.items():
        inner = schema.get("properties", {}).get(key, schema["additionalProperties"])
        if inner is False:
            found.append(f"{path}: unknown key {key}")
        else:
            found += complaints(value, inner, f"{path}.{key}")
    return found
