"""Studies become findings, which miss as the studies do, and a figure."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from verification.finding import Verification
from verification.manufactured.reporting import EDGE_LENGTH, verification
from verification.manufactured.studies import OrderStudy

SIZES = (0.4, 0.2, 0.1, 0.05)
CEILINGS = {"P1": {"c L2": 1e-3, "phi L2": 1e-3}}


def study(order: float, *norms: str, factor: float = 0.3) -> OrderStudy:
    """Errors that fall with exactly this order in all norms; theory is order 2."""
    errors = tuple(dict.fromkeys(norms, factor * size**order) for size in SIZES)
    return OrderStudy(SIZES, errors, dict.fromkeys(norms, 2.0))


def reported(**studies: OrderStudy) -> Verification:
    plans = {"P1": {name: lambda found=found: found for name, found in studies.items()}}
    return verification(plans, CEILINGS, EDGE_LENGTH)


def missed(found: Verification) -> list[str]:
    return [finding.quantity for finding in found.findings if not finding.within]


def test_orders_of_every_study_and_the_largest_error_of_a_kind() -> None:
    found = reported(salt=study(2.0, "c L2", "phi L2"), ohmic=study(2.05, "phi L2", factor=0.2))
    values = {finding.quantity: finding.value for finding in found.findings}
    assert values == pytest.approx(
        {
            "salt, P1: order of c in L²": 2.0,
            "salt, P1: order of φ in L²": 2.0,
            "ohmic, P1: order of φ in L²": 2.05,
            "P1: largest error of c in L², finest level": 0.3 * 0.05**2,
            "P1: largest error of φ in L², finest level": 0.3 * 0.05**2,
        }
    )
    assert missed(found) == []


def test_an_order_outside_the_band_and_an_error_above_the_ceiling_are_missed() -> None:
    slow, coarse = study(1.85, "c L2", "phi L2", factor=0.1), study(2.0, "c L2", factor=0.5)
    found = missed(reported(slow=slow, coarse=coarse))
    assert found == [
        "slow, P1: order of c in L²",
        "slow, P1: order of φ in L²",
        "P1: largest error of c in L², finest level",
    ]


def test_figure_has_a_curve_for_each_study_in_each_of_its_norms() -> None:
    found = reported(
        salt=study(2.0, "c L2", "phi L2", "c H1", "phi H1"), ohmic=study(2.0, "phi L2")
    )
    figure = Figure()
    assert found.figure is not None
    found.figure(figure)
    curves = {
        axes.get_title(): sum(line.get_marker() != "None" for line in axes.get_lines())
        for axes in figure.get_axes()
    }
    assert curves == {
        "error of c in L²": 1,
        "error of ∇c in L²": 1,
        "error of φ in L²": 2,
        "error of ∇φ in L²": 1,
    }
