"""Values of swept keys, and the cells that they make."""

from __future__ import annotations

import math

import numpy as np
import pytest

from platefront.sweeping.combination import Design
from platefront.sweeping.design import cells_of
from platefront.sweeping.errors import SweepError
from platefront.sweeping.values import quantity_of, read_key


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("a.b=1,2,4", ["1", "2", "4"]),
        ("a.b=1, 2, 4 um", ["1 um", "2 um", "4 um"]),
        ("a.b=1 um, 2 mm", ["1 um", "2 mm"]),
        ("a.b=tafel, marcus", ["tafel", "marcus"]),
        ('a.b=["1 um", "2 um"]', ['"1 um"', '"2 um"']),
        ("a.b=[[1, 2], [3, 4]]", ["[1, 2]", "[3, 4]"]),
        ("a.b=true, false", ["true", "false"]),
        ("a.b=0:1:3", ["0", "0.5", "1"]),
        ("a.b=50 um : 150 um : 3", ["50 um", "100 um", "150 um"]),
        ("a.b=50:150:3 um", ["50 um", "100 um", "150 um"]),
        ("a.b=-30:-10 mV:2", ["-30 mV", "-10 mV"]),
        ("a.b=1:100:3:log", ["1", "10", "100"]),
        ("a.b=1e-2:1:3 mA/cm^2:log", ["0.01 mA/cm^2", "0.1 mA/cm^2", "1 mA/cm^2"]),
        ("a.b=12:30:00", ["12:30:00"]),
    ],
)
def test_lists_and_ranges(given: str, values: list[str]):
    if given.endswith("12:30:00"):
        with pytest.raises(SweepError, match="number of values must be 2"):
            read_key(given)
        return
    assert list(read_key(given).values) == values


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("a.b", "expected KEY=VALUES"),
        ("a b=1", '"a b" is no key'),
        ("a=1,,2", "a value is missing"),
        ("a=1 um:2 mm:3", "same unit"),
        ("a=1:1:3", "must differ"),
        ("a=0:1:3:log", "same sign"),
        ("a=1:2:1", "must be 2 to"),
        ("a=1:2:99999", "must be 2 to"),
        ("a=1:1e999:3", "must be finite"),
        ("a=[1, 2", "is no value"),
    ],
)
def test_values_that_are_none_are_refused(given: str, message: str):
    with pytest.raises(SweepError, match=message):
        read_key(given)


@pytest.mark.parametrize(
    ("value", "quantity"),
    [("5 um", (5.0, "um")), ('"5 um"', (5.0, "um")), ("-1e-3", (-1e-3, "")), ("tafel", None)],
)
def test_numbers_and_units_of_values(value: str, quantity: tuple[float, str] | None):
    assert quantity_of(value) == quantity


def test_a_grid_varies_the_last_key_fastest():
    keys = [read_key("x.a=1,2"), read_key("x.b=u,v,w")]
    cells = cells_of(keys, Design.GRID, None, 0)
    assert [cell.values for cell in cells[:4]] == [("1", "u"), ("1", "v"), ("1", "w"), ("2", "u")]
    assert len(cells) == 6
    assert cells[3].given == ("x.a=2", "x.b=u")
    assert cells[3].name == "0004_a=2_b=u"


def test_zip_takes_values_together():
    cells = cells_of([read_key("a=1,2"), read_key("b=3,4")], Design.ZIP, None, 0)
    assert [cell.values for cell in cells] == [("1", "3"), ("2", "4")]


def test_a_latin_hypercube_has_one_cell_in_each_part_of_each_interval():
    keys = [read_key("a=0:10"), read_key("b=1:100 um:log"), read_key("c=u,v")]
    cells = cells_of(keys, Design.LATIN, 20, 7)
    first = sorted(math.floor(2.0 * float(cell.values[0])) for cell in cells)
    second = sorted(math.floor(10.0 * np.log10(quantity_of(c.values[1])[0])) for c in cells)
    assert first == second == list(range(20))
    assert [cell.values[2] for cell in cells].count("u") == 10
    assert cells == cells_of(keys, Design.LATIN, 20, 7)
    assert cells != cells_of(keys, Design.LATIN, 20, 8)


def test_names_of_folders_hold_nothing_but_plain_characters():
    cells = cells_of([read_key('a."b/../c"=1/2 m^2 K, ../x')], Design.ZIP, None, 0)
    assert [cell.name for cell in cells] == ["0001_c=12m2K", "0002_c=..x"]


@pytest.mark.parametrize(
    ("given", "samples", "message"),
    [("a=0:1:3", 5, "write LOW:HIGH"), ("a=0:1", 1, "--samples must be 2")],
)
def test_latin_hypercubes_that_are_none(given: str, samples: int, message: str):
    with pytest.raises(SweepError, match=message):
        cells_of([read_key(given)], Design.LATIN, samples, 0)


def test_a_grid_that_is_too_large_is_refused_before_it_is_made():
    keys = [read_key(f"k{n}=0:1:1000") for n in range(6)]
    with pytest.raises(SweepError, match="10000 cells at most"):
        cells_of(keys, Design.GRID, None, 0)
