"""Films on a wire that grows: they stretch, break and are renewed as closed solutions say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.control import Control, Galvanostatic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.growing_film import ParabolicGrowth
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep
from platefront.solvers.model.settings import FrontSettings
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.cells import problem, round_fibre, run, with_solids

START = 20e-3
"""Thickness of the film at the start [µm]."""
RADIUS, CORE, EDGES = 4.0, 2.0, 32
PLATED = 5e4
"""Charge of a footprint after which the radius is twice as large [C/m²]."""
CORE_AREA = float(round_fibre(12.0, 12.0, CORE, EDGES).area)


def wire(
    strain: float | None,
    *stops: float,
    rate: float = 0.0,
    volume: float = 4.8e-5,
    edges: int = EDGES,
) -> PlatingProblem:
    """Even growth of a wire, up to capacities one after the other [C/m²]."""
    core = round_fibre(12.0, 12.0, CORE, edges)
    lithium = round_fibre(12.0, 12.0, RADIUS, edges).difference(core)
    film = ParabolicGrowth(
        initial_thickness=1e-6 * START, resistivity=1e4, rate=rate, breaking_strain=strain,
        molar_volume=volume,
    )  # fmt: skip

    def entry(number: int, capacity: float) -> ProtocolStep:
        control: Control = Galvanostatic(current_density=20.0 * float(np.sign(capacity)))
        return ProtocolStep(control, StopSettings(capacity=capacity), number=number)

    case = problem(
        with_solids(24.0, 24.0, deposit=lithium, collector=core),
        ButlerVolmer(film=film),
        protocol=Protocol(tuple(entry(k + 1, stop) for k, stop in enumerate(stops))),
        size=1e-6 * 2.0 * np.pi * RADIUS / edges,
    )
    return replace(case, front=FrontSettings(growth="even"))


def radius(record: StepRecord) -> float:
    """Radius of the wire with its lithium, by area [µm]."""
    return float(np.sqrt((1e12 * record.deposit_area + CORE_AREA) / np.pi))


def thickness(record: StepRecord) -> float:
    """Thickness of the film, the same all round [µm]."""
    assert record.film is not None
    mean, largest = record.film.extent["fibres"]
    assert largest == pytest.approx(mean, rel=1e-6)
    return 1e6 * mean


def test_an_unbroken_film_becomes_thinner_as_the_wire_grows() -> None:
    """δ r = δ0 r0: its volume stays, and it consumes nothing."""
    records = run(wire(None, PLATED))
    for record in records[1:]:
        assert thickness(record) * radius(record) == pytest.approx(START * RADIUS, rel=1e-9)
    assert radius(records[-1]) > 2.0 * RADIUS
    assert records[-1].film is not None and records[-1].film.consumed < 1e-9


@pytest.mark.parametrize("strain", [0.0, 0.2, 0.5])
def test_a_film_breaks_beyond_its_strain(strain: float) -> None:
    """Front beyond r0 (1 + ε) is new: δ r = δ0 r0 + δ0 (r - r0 (1 + ε))."""
    records = run(wire(strain, PLATED))
    broken = (1.0 + strain) * RADIUS
    for record in records[1:]:
        r = radius(record)
        volume = START * (RADIUS + max(r - broken, 0.0))
        assert thickness(record) == pytest.approx(volume / r, rel=1e-7), f"at r = {r:.3g} µm"
        assert abs(record.books.faraday) < 1e-9
        assert record.books.film is not None and abs(record.books.film) < 1e-12
    assert records[-1].film is not None and records[-1].film.consumed > 1.0


def test_a_film_that_never_reaches_its_strain_is_one_that_never_breaks() -> None:
    whole, strong = (run(wire(strain, PLATED))[-1] for strain in (None, 1.2))
    assert thickness(strong) == pytest.approx(thickness(whole), rel=1e-12)


def test_a_film_that_has_broken_does_not_break_again_on_its_way_back() -> None:
    """Stripped by half and plated again: it has only to stretch as far as it was."""
    strain = 0.2
    records = run(wire(strain, PLATED, -0.5 * PLATED, 0.4 * PLATED, 0.6 * PLATED))
    ends = [record for record in records if record.end]
    lost = [record.film.consumed for record in ends if record.film is not None]
    assert lost[0] > 1.0
    assert lost[1] == pytest.approx(lost[0], rel=1e-9), "stripping breaks nothing"
    assert lost[2] == pytest.approx(lost[0], rel=1e-9), "it was as long before"
    assert lost[3] > lost[2] + 0.5, "beyond that there is new front again"
    before, after = radius(ends[0]), radius(ends[3])
    volume = START * (RADIUS + after - (1.0 + strain) * RADIUS)
    assert after > before
    assert thickness(ends[3]) == pytest.approx(volume / after, rel=1e-3)


def test_a_film_grows_on_a_front_that_stretches() -> None:
    """(δr)² = (δ0 r0)² + 2k ∫ r² dt; exact in any steps, as r² is linear in time."""
    rate, plated = 2e-19, 0.25 * PLATED
    for record in run(wire(None, plated, rate=rate, volume=1.0))[1:]:
        mean_square = 0.5 * (RADIUS**2 + radius(record) ** 2)
        square = (START * RADIUS) ** 2 + 2e12 * rate * mean_square * record.time
        assert thickness(record) * radius(record) == pytest.approx(np.sqrt(square), rel=1e-8)
    assert thickness(record) > 1.3 * START * RADIUS / radius(record)


def test_new_meshes_keep_an_even_film() -> None:
    """Its metal changes with the length of the polygon, by second order in the edges."""
    counts, changes = (32, 48), []
    for edges in counts:
        last = run(wire(0.0, PLATED, edges=edges))[-1]
        assert last.remeshings > 0
        assert thickness(last) == pytest.approx(START, rel=1e-7)
        assert shapely.box(0.0, 0.0, 24.0, 24.0).area > np.pi * radius(last) ** 2
        film, change = last.stock.film, last.corrections.film
        assert film is not None and change is not None
        assert change == pytest.approx(abs(film.carried) / (film.at_start + film.consumed))
        changes.append(change)
    order = -float(np.polyfit(np.log(counts), np.log(changes), 1)[0])
    assert changes[0] < 1.2e-3, f"changed by {changes}"
    assert order == pytest.approx(2.0, abs=0.15), f"order {order:.2f} from {changes}"
