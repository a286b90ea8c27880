from __future__ import annotations

import tomllib

import pytest

from platefront.case.positions import Positions, Span
from tests.shared.case_files import CASE_FILES

TRICKY = '''\
# a = 1
top = "a # b = c"  # comment with "quotes" and = signs
'quoted key' = 1
"esc\\"aped" = 2
dotted.inner.leaf = true
a.'b c'.d = """
[not.a.table]
x = 1
"""
literal = 'C:\\path'
multi = \'\'\'no \'\' end [x]\'\'\'
ends = """quote at the end\\""""""
when = 1979-05-27 07:32:00Z

[table]  # [other]
numbers = [1, 2,
  3, # ], 4
  [4, "]"],
]
inline = { x = 1, "y z" = { deep = [ { k = "}" } ] }, q.r = "s" }
    indented\t=\t-1e-9
empty = []
none = {}

[table.sub."dotted.name"]
v = inf

[[row]]
n = 1
[row.cell]
c = 1
[[row]]
n = 2
[[row.leaf]]
z = 'a'
[[row.leaf]]
z = 'b'
'''


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


@pytest.mark.parametrize("text", [TRICKY, *(p.read_text("utf-8") for p in CASE_FILES)])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_value_is_found_where_it_reads_back(text, line_end):
    """The text at a value's place, read alone, is that value; so no place is off by anything."""
    text = text.replace("\n", line_end)
    positions = Positions(text)
    found = list(leaves(tomllib.loads(text)))
    assert found
    for path, value in found:
        source = positions.source(path)
        assert source is not None, path
        assert tomllib.loads(f"v = {source}")["v"] == value, path


@pytest.mark.parametrize("text", [TRICKY, *(p.read_text("utf-8") for p in CASE_FILES)])
def test_every_key_stands_where_it_is_said_to(text):
    positions, lines = Positions(text), text.split("\n")
    for path, _ in leaves(tomllib.loads(text)):
        if not isinstance(path[-1], str):
            continue
        span = positions.key(path)
        assert span is not None, path
        written = lines[span.line - 1][span.column - 1 :][: span.length]
        assert tomllib.loads(f"{written} = 1") == {path[-1]: 1}


def test_lines_and_columns():
    positions = Positions(TRICKY)
    assert positions.key(("top",)) == Span(2, 1, 3)
    assert positions.value(("top",)) == Span(2, 7, 11)
    assert positions.key(("table",)) == Span(15, 2, 5)
    assert positions.value(("table", "numbers", 2)) == Span(17, 3, 1)
    assert positions.value(("table", "numbers", 3, 1)) == Span(18, 7, 3)
    assert positions.key(("table", "inline", "q", "r")) == Span(20, 57, 1)
    assert positions.key(("row", 1, "leaf", 0, "z")) == Span(35, 1, 1)
    assert positions.key(("row", 1, "leaf", 1, "z")) == Span(37, 1, 1)


def test_value_over_several_lines_is_marked_on_its_first():
    positions = Positions('x = """one\ntwo"""\n')
    assert positions.value(("x",)) == Span(1, 5, 6)


def test_what_is_not_there_has_no_place():
    positions = Positions("a = 1\n")
    assert positions.key(("b",)) is None
    assert positions.value(("b",)) is None
