"""Far more lithium than fits a cloth is refused without the search for a layer."""

from __future__ import annotations

import time

import pytest

from platefront.case.load import parse_case
from platefront.case.problems import CaseError
from tests.shared.case_files import CASES


@pytest.mark.parametrize("capacity", [40, 60, 100])
def test_too_much_lithium_is_told_soon(capacity):
    path = CASES / "inverted_anode" / "upright.toml"
    text = path.read_text("utf-8").replace('"6 mAh/cm^2"', f'"{capacity} mAh/cm^2"')
    begun = time.process_time()
    with pytest.raises(
        CaseError, match="does not fit: it fills the gap of 50 µm up to the counter"
    ):
        parse_case(text, str(path))
    assert time.process_time() - begun < 20.0  # a minute with the search
