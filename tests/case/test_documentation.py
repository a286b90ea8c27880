"""Schema and documents say what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from platefront.case.dump import dump_case
from platefront.case.load import load_case, parse_case
from platefront.case.reference import case_reference
from platefront.case.schema import case_schema
from platefront.exit_codes import MEANINGS
from tests.shared.case_files import CASE_FILES, FOIL, ROOT

GUIDE = (ROOT / "docs" / "case-files.md").read_text("utf-8")
SCHEMA = case_schema()


def test_reference_is_in_step_with_the_classes():
    """If not: python3 -m platefront schema --markdown > docs/case-keys.md."""
    assert (ROOT / "docs" / "case-keys.md").read_text("utf-8") == case_reference()


def test_case_of_the_guide_is_valid():
    code = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert code is not None
    assert parse_case(code[1], "guide.toml").section.collector.kind == "foil"


def test_message_of_the_guide_is_the_real_one():
    pinned = ROOT / "tests" / "case" / "messages" / "unknown_key" / "message.txt"
    message = pinned.read_text("utf-8").split("\n\n")[0]
    assert f"```\n{message}\n```" in GUIDE


def test_guide_lists_the_exit_codes():
    for code, meaning in MEANINGS.items():
        assert f"| {code.value} | {meaning} |" in GUIDE


def complaints(value, schema, path="case"):  # noqa: PLR0911 - one return for each keyword
    """Return violations of the schema by a parsed TOML value, for the keywords in use."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return complaints(value, SCHEMA["$defs"][name], path)
    for word in ("oneOf", "anyOf"):
        if word in schema:
            found = [complaints(value, option, path) for option in schema[word]]
            fitting = sum(not errors for errors in found)
            fits = fitting == 1 if word == "oneOf" else fitting > 0
            return [] if fits else [f"{path}: {fitting} of {word} fit"]
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


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_schema_takes_every_case_as_written_and_as_resolved(path):
    assert complaints(tomllib.loads(path.read_text("utf-8")), SCHEMA) == []
    assert complaints(tomllib.loads(dump_case(load_case(path))), SCHEMA) == []


SEEN_BY_SCHEMA = """\
    date_for_text empty_file fraction_for_count list_expected list_item_without_unit missing_gap
    missing_key missing_law missing_surfaces missing_table missing_collector_kind number_for_text
    number_missing number_with_comma order_not_offered several_at_once switch_for_number
    table_for_quantity
    text_for_number text_for_switch unit_for_plain_number unit_missing unit_missing_in_text
    unknown_collector unknown_control unknown_key unknown_key_in_inline_table unknown_law
    unknown_orientation unknown_table value_for_table
"""


@pytest.mark.parametrize("name", SEEN_BY_SCHEMA.split())
def test_schema_refuses_what_the_program_refuses(name):
    case = Path(__file__).parent / "messages" / name / "case.toml"
    assert complaints(tomllib.loads(case.read_text("utf-8")), SCHEMA) != []


def schema_nodes(node):
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from schema_nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from schema_nodes(value)


def test_schema_is_of_the_2020_dialect_and_whole():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for node in schema_nodes(SCHEMA):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/$defs/") in SCHEMA["$defs"]
        if "pattern" in node:
            for example in node.get("examples", []):
                assert re.search(node["pattern"], example)


def test_every_key_has_a_description_and_every_quantity_a_unit():
    tables = [SCHEMA, *SCHEMA["$defs"].values()]
    for table in tables:
        assert table["description"]
        for key, field in table["properties"].items():
            assert field["description"].endswith((".", ")")), key
            if "examples" in field:
                assert field["unit"]


def test_defaults_of_the_schema_are_those_of_the_program():
    """A case that spells out the schema's defaults is the case that leaves them out."""
    document = tomllib.loads(FOIL)
    electrolyte = SCHEMA["$defs"]["NernstPlanck"]["properties"]
    spelt_out = "".join(
        f"{key} = {field['default']!r}\n"
        for key, field in electrolyte.items()
        if "default" in field and key not in document["electrolyte"]
    )
    text = FOIL.replace("[electrolyte]\n", f"[electrolyte]\n{spelt_out}")
    assert "298.15 K" in text
    assert parse_case(text, "spelt.toml") == parse_case(FOIL, "foil.toml")
