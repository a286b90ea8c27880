"""A section that cannot be built is tried once, however many checks ask for it."""

from __future__ import annotations

import pytest

from platefront.case import model
from platefront.case.load import parse_case
from platefront.case.problems import CaseError
from platefront.geometry.errors import SectionError
from tests.shared.case_files import FOIL

REASON = "no layer of uniform thickness has this area"


def test_it_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def build(section: object, volume: float) -> None:
        tried.append(section)
        raise SectionError(REASON)

    monkeypatch.setattr(model, "build_section", build)
    case = FOIL.replace('width = "20 um"', 'width = "23.7 um"')  # of no other test
    for _ in range(2):
        with pytest.raises(CaseError, match=REASON):
            parse_case(case, "foil.toml")
    assert len(tried) == 1
