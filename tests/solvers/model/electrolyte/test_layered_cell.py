"""Layers of the electrolyte between flat electrodes, against closed solutions."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.errors import LimitingCurrentError
from platefront.solvers.forms import problem_forms
from platefront.solvers.forms.weak_forms import compile_forms
from platefront.solvers.model.counter import Counter, LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.region import Media, PorousMedium
from platefront.solvers.model.electrolyte.sustained import sustained_in_cell
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from tests.shared.cells import foil, problem, run

HEIGHT = 60.0
LAYERS = (ElectrolyteRegion("separator", 20.0, 35.0), ElectrolyteRegion("coating", 52.0, HEIGHT))
REGIONS = {
    "separator": PorousMedium(porosity=0.45, tortuosity=2.2),
    "coating": PorousMedium(porosity=0.3, macmullin_number=9.0),
}
SALT = NernstPlanck(salt_diffusivity=3e-10, transference_number=0.35)
VOLT = thermal_voltage(SALT.temperature)
LAW = ButlerVolmer(exchange_current_density=20.0)
COUNTER = LithiumCounter(exchange_current_density=30.0)
GRADED = {"size": 1e-6, "largest": 3e-6}


def layered(periodic: bool = False, layers: tuple[ElectrolyteRegion, ...] = LAYERS) -> CrossSection:
    width = 12.0 if periodic else 6.0
    return replace(foil(width=width, height=HEIGHT), regions=layers, periodic=periodic)


def pieces() -> tuple[Floats, Floats, Floats]:
    """Thickness [m], porosity and conduction from the front on."""
    thickness = 1e-6 * np.array([20.0, 15.0, 17.0, 8.0])
    return thickness, np.array([1.0, 0.45, 1.0, 0.3]), np.array([1.0, 0.45 / 2.2, 1.0, 1.0 / 9.0])


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("periodic", [False, True], ids=["symmetric", "periodic"])
def test_conductance_is_exact(periodic: bool, order: int) -> None:
    """Resistances of the layers and of the reaction in series."""
    bath = Ohmic(conductivity=0.9)
    slope = 800.0
    thickness, _, conduction = pieces()
    resistance = float((thickness / conduction).sum()) / 0.9 + 1.0 / slope
    (first, *_) = run(
        problem(
            layered(periodic),
            Linear(conductance=slope),
            potential=-0.05,
            electrolyte=bath,
            regions=REGIONS,
            mode="fixed",
            time=1.0,
            order=order,
            **GRADED,
        )
    )
    assert first.current == pytest.approx(0.05 / resistance, rel=1e-10)
    (name, coating) = [*first.regions.items()][-1]
    assert name == "coating"
    width = 12.0 if periodic else 6.0
    assert coating.pores == pytest.approx(0.3 * 8.0 * width * 1e-12, rel=1e-12)


def steady(current: float, salt: NernstPlanck) -> tuple[Floats, float]:
    """Concentrations at the faces of the regions [mol/m³], and the potential without kinetics [V].

    f D c_y = (1 - t₊) i/F, and the anions are in equilibrium: F φ/RT = ln c.
    """
    thickness, porosity, conduction = pieces()
    slope = (1.0 - 0.35) * current / (FARADAY * 3e-10)
    rises = np.concatenate(([0.0], np.cumsum(slope * thickness / conduction)))
    means = 0.5 * (rises[1:] + rises[:-1])
    weight = thickness * porosity
    faces = salt.concentration - np.average(means, weights=weight) + rises
    return faces, VOLT * math.log(faces[0] / faces[-1])


def last_state(current: float, counter: Counter = COUNTER, time: float = 300.0) -> StepRecord:
    return run(
        problem(
            layered(),
            LAW,
            current=current,
            electrolyte=SALT,
            counter=counter,
            regions=REGIONS,
            mode="fixed",
            order=2,
            time=time,
            size=0.5e-6,
            largest=2e-6,
        )
    )[-1]


def test_steady_state_is_the_closed_one() -> None:
    current = 100.0
    record = last_state(current)
    faces, bulk = steady(current, SALT)
    assert record.min_concentration == pytest.approx(faces[0], rel=1e-7)
    assert record.max_concentration == pytest.approx(faces[-1], rel=1e-7)
    separator = record.regions["separator"]
    assert separator.lowest == pytest.approx(faces[1], rel=1e-7)
    assert separator.highest == pytest.approx(faces[2], rel=1e-7)
    assert separator.concentration == pytest.approx(0.5 * (faces[1] + faces[2]), rel=1e-7)
    assert record.voltage is not None
    parts = record.voltage
    nernst = VOLT * math.log(faces[0] / faces[-1])
    assert parts.ohmic + parts.concentration == pytest.approx(bulk + nernst, rel=1e-6)
    total = sum((parts.equilibrium, parts.kinetic, parts.counter, parts.concentration, parts.ohmic))
    assert total == pytest.approx(record.electrode_potential, rel=1e-9)
    assert sum(r.salt for r in record.regions.values()) == pytest.approx(
        record.stock.salt, rel=1e-12
    )


@pytest.mark.parametrize("counter", [Reservoir(), COUNTER], ids=["reservoir", "lithium"])
@pytest.mark.slow
def test_limiting_current_is_the_closed_one(counter: Counter) -> None:
    """With lithium on both sides the front runs empty when the mean of the profile is c0."""
    thickness, _, conduction = pieces()
    per = FARADAY * 3e-10 / (1.0 - 0.35)
    exact = per * SALT.concentration / float((thickness / conduction).sum())
    if counter.rate_law is not None:
        one = steady(1.0, SALT)[0]
        exact = SALT.concentration / (SALT.concentration - one[0])
    path = Media.of(layered(), REGIONS).path(0.0, HEIGHT, 6.0)
    found = sustained_in_cell(SALT, path, reservoir=counter.rate_law is None)
    assert found == pytest.approx(exact, rel=1e-6)
    below = last_state(0.99 * exact, counter)
    assert 0.0 < below.min_concentration < 0.02 * SALT.concentration
    with pytest.raises(LimitingCurrentError, match="diffusion sustains") as error:
        last_state(1.01 * exact, counter)
    told = float(str(error.value).split("diffusion sustains ")[1].split(" mA")[0])
    assert told == pytest.approx(0.1 * exact, rel=1e-3)


def test_a_layer_of_free_electrolyte_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """ε = f = 1: coefficients in the forms are as good as none, on the same mesh."""
    case = problem(
        layered(layers=(ElectrolyteRegion("one", 20.0, 35.0),)),
        LAW,
        regions={"one": PorousMedium(porosity=1.0)},
        electrolyte=SALT,
        counter=COUNTER,
        time=40.0,
        current=80.0,
        **GRADED,
    )
    records = run(case)
    monkeypatch.setattr(
        problem_forms, "compile_forms", lambda *a, **k: compile_forms(*a, **(k | {"media": None}))
    )
    free = run(case)
    assert not free[-1].regions
    assert len(free) == len(records)
    potentials = [[r.electrode_potential for r in rows] for rows in (free, records)]
    assert potentials[1] == pytest.approx(potentials[0], rel=1e-9)


@pytest.mark.parametrize(
    ("medium", "conduction"),
    [
        ({"tortuosity": 2.0}, 0.2),
        ({"macmullin_number": 8.0}, 0.125),
        ({"bruggeman_exponent": 2.0}, 0.16),
        ({}, 0.4**1.5),
    ],
)
def test_all_ways_to_give_the_transport(medium: dict[str, float], conduction: float) -> None:
    assert PorousMedium(porosity=0.4, **medium).conduction == pytest.approx(conduction, rel=1e-14)
