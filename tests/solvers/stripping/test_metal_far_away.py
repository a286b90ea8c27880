"""Stripping that asks for metal far away: the step is shortened until next to none is."""

from __future__ import annotations

import pytest

from platefront.case.load import parse_case
from tests.shared.cells import run

CASE = """
title = "Coated filaments, stripped up to a potential"

[section]
gap = "19.08 um"
walls = "periodic"
orientation = "inverted"
[section.collector]
kind = "fabric"
warp_filaments = 1
weft_filaments = 1
yarn_pitch = "92.83 um"
coating = "0.5 um"
facets = 8
seed = 9523
[section.predeposit]
capacity = "0.0764 mAh/cm^2"
[electrolyte]
model = "ohmic"
concentration = "0.121 mol/L"
temperature = "323.5 K"
conductivity = "4.98 S/m"
[counter]
kind = "lithium"
recession = "local"
exchange_current_density = "0.135 mA/cm^2"
[surfaces.lithiated]
law = "butler_volmer"
exchange_current_density = "0.0537 mA/cm^2"
anodic_transfer = 0.37
cathodic_transfer = 0.63
reaction_order = 0.5
nucleation_barrier = "30.5 mV"
nucleation_thickness = "202 nm"
[surfaces.bare]
law = "linear"
conductance = "1.44e+03 S/m^2"
film_resistance = "0.00311 ohm*m^2"
[front]
mode = "moving"
merge_gap = 1.0
[mesh]
front_size = "1.959 um"
largest_size = "10.31 um"
growth = 0.3
order = 1
[output]
figures = false
[[protocol]]
mode = "galvanostatic"
current_density = "6.964 mA/cm^2"
until = {capacity = "0.1389 mAh/cm^2", potential_below = "-70 mV"}
[[protocol]]
mode = "rest"
until = {time = "0.6231 s"}
[[protocol]]
mode = "galvanostatic"
current_density = "-3.269 mA/cm^2"
until = {capacity = "-2.087 mAh/cm^2", potential_above = "545 mV"}
[[protocol]]
mode = "galvanostatic"
current_density = "4.641 mA/cm^2"
until = {time = "55.37 s"}
"""


@pytest.mark.slow
def test_current_goes_to_the_metal_there_is() -> None:
    """In one step of 12 s a seventh of all lithium was stripped, 4 % of it anywhere.

    Where the last of it ends within a step, the given current was spread over the front, 3e-3 of
    the charge of the run.
    """
    last = run(parse_case(CASE, "case.toml").problem())[-1]
    assert last.corrections.current < 1e-5
    assert abs(last.books.faraday) < 1e-9
    assert last.stripped.total / last.footprint / 36.0 > 0.07
