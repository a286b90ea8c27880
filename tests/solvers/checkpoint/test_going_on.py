"""Runs that go on from a checkpoint are the unbroken ones to the last bit."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
import shapely

from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import Galvanostatic, Pulse, PulseReverse, Rest, Sweep
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.growing_film import ParabolicGrowth
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings
from platefront.solvers.model.voltage.conduction import SolidConduction
from platefront.solvers.parallel import OnRoot
from platefront.solvers.state.checkpoint.archive import CheckpointError, read_archive, write_archive
from platefront.solvers.state.checkpoint.encoding import Encoder
from platefront.solvers.state.checkpoint.run_memory import CLASSES, LEFT_OUT, SavedRun
from tests.shared.cells import foil, problem, round_fibre, with_solids

LAW = ButlerVolmer(exchange_current_density=20.0, nucleation_barrier=0.03)
FIBRES = with_solids(
    24.0,
    30.0,
    collector=round_fibre(8.0, 10.0, 4.0, 24).union(round_fibre(17.2, 11.0, 4.0, 24)),
)
"""Two fibres whose fronts meet."""
PILLAR = with_solids(
    12.0,
    24.0,
    collector=shapely.box(4.0, 0.0, 8.0, 12.0),
    surfaces={"host": shapely.box(0.0, -1.0, 12.0, 24.0)},
)
RESISTIVE = SolidConduction(
    host_conductivity=0.3, deposit_conductivity=3.0, contact_resistance=1e-4
)


def step(control: object, number: int, **stop: float) -> ProtocolStep:
    return ProtocolStep(control, StopSettings(**stop), number=number)  # type: ignore[arg-type]


CYCLE = Protocol(
    (
        step(Galvanostatic(current_density=40.0), 1, capacity=3e3),
        step(Rest(), 2, time=5.0),
        step(Galvanostatic(current_density=-40.0), 3, capacity=-1e3),
    )
)
DRIVEN = Protocol(
    (
        step(Sweep(start_potential=0.0, end_potential=-0.05, rate=0.01), 1),
        step(Pulse(on_current_density=50.0, on_time=1.0, off_time=0.5), 2, time=4.0),
    )
)
PULSES = PulseReverse(mean_current_density=30.0, reverse_current_density=-60.0, forward_share=0.8)
FELT = PorousMedium(
    porosity=0.8, host=PorousHost(specific_area=1e6, conductivity=0.5, reaction=LAW)
)
CASES: dict[str, PlatingProblem] = {
    "fronts that meet": problem(FIBRES, LAW, protocol=CYCLE, counter=LithiumCounter(), size=1.2e-6),
    "sweep and pulses": problem(
        foil(height=20.0, layer=1.0), LAW, protocol=DRIVEN, counter=LithiumCounter()
    ),
    "capillarity": problem(
        FIBRES,
        LAW,
        protocol=CYCLE,
        metal=Metal(surface_energy=50.0),
        counter=LithiumCounter(),
        size=1.2e-6,
    ),
    "solids that resist": replace(
        problem(PILLAR, LAW, protocol=CYCLE, counter=LithiumCounter(), size=1.2e-6),
        conduction=RESISTIVE,
    ),
    "solids that resist under averaged pulses": replace(
        problem(
            PILLAR,
            LAW,
            control=PULSES,
            electrolyte=Ohmic(conductivity=1.0),
            capacity=2e3,
            size=1.2e-6,
        ),
        conduction=RESISTIVE,
    ),
    "capillarity under averaged pulses": problem(
        FIBRES,
        LAW,
        control=PULSES,
        metal=Metal(surface_energy=50.0),
        electrolyte=Ohmic(conductivity=1.0),
        capacity=2e3,
        size=1.2e-6,
    ),
    "a film that breaks": problem(
        FIBRES,
        LAW.model_copy(update={"film": ParabolicGrowth(rate=1e-18, breaking_strain=0.02)}),
        protocol=CYCLE,
        counter=LithiumCounter(),
        size=1.2e-6,
    ),
    "pores of a felt on foil": problem(
        replace(foil(height=30.0, bare=True), regions=(ElectrolyteRegion("felt", 0.0, 12.0),)),
        Insulating(),
        regions={"felt": FELT},
        protocol=CYCLE,
        counter=LithiumCounter(),
    ),
    "pores above fronts that meet": problem(
        replace(FIBRES, regions=(ElectrolyteRegion("felt", 20.0, 26.0),)),
        LAW,
        regions={
            "felt": PorousMedium(porosity=0.7, host=PorousHost(specific_area=1e6, reaction=LAW))
        },
        protocol=CYCLE,
        counter=LithiumCounter(),
        size=1.2e-6,
    ),
    "a drawn region above foil": problem(
        replace(
            foil(height=14.0, bare=True),
            regions=(ElectrolyteRegion.within("gel", shapely.Polygon([(0, 9), (4, 7), (4, 11)])),),
        ),
        LAW,
        regions={"gel": PorousMedium(porosity=0.5)},
        electrolyte=Ohmic(conductivity=1.0),
        current=100.0,
        capacity=2e3,
        size=1.2e-6,
    ),
    "averaged pulses": problem(
        FIBRES,
        LAW,
        control=PULSES,
        electrolyte=Ohmic(conductivity=1.0),
        capacity=2e3,
        size=1.2e-6,
    ),
}


def signature(record: StepRecord) -> StepRecord:
    """Return all numbers of a record."""
    return replace(record, fields=signature)  # type: ignore[arg-type]


def kept(simulation: Simulation, path: Path) -> SavedRun:
    """Return the state of a run by way of a file."""
    saved = simulation.saved()
    content = {"whole": saved.whole.value, "parts": saved.parts.value}
    write_archive(path, content, Encoder(CLASSES, LEFT_OUT))
    again = read_archive(path, CLASSES)
    comm = saved.whole.comm
    return SavedRun(OnRoot(comm, again["whole"]), OnRoot(comm, again["parts"]))


SHARES = (0.0, 0.3, 0.6, 0.9)
"""Parts of a run after which its state is kept."""


@dataclass(frozen=True)
class KeptRun:
    """Unbroken run, its states by number of records, and why it ended."""

    records: list[StepRecord]
    states: dict[int, SavedRun]
    end: str | None

    def count(self, share: float) -> int:
        """Number of records after a share of the run."""
        return 1 + int(share * (len(self.records) - 2))


@pytest.fixture(scope="module")
def kept_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], KeptRun]:
    """Run a case once, and once more to keep its states on the way."""

    @cache
    def run(name: str) -> KeptRun:
        records = list(map(signature, Simulation(CASES[name]).run()))
        made = KeptRun(records, {}, records[-1].end)
        counts = {made.count(share) for share in SHARES}
        again, path = Simulation(CASES[name]), tmp_path_factory.mktemp("kept") / "state.npz"
        for number, record in enumerate(again.run(), 1):
            assert signature(record) == records[number - 1], f"{name}, record {number}"
            if number in counts:
                made.states[number] = kept(again, path)
            if number == max(counts):
                break
        return made

    return run


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.slow
def test_the_rest_of_the_run_is_the_same(
    name: str, share: float, kept_run: Callable[[str], KeptRun]
) -> None:
    whole = kept_run(name)
    count = whole.count(share)
    resumed = Simulation(CASES[name], saved=whole.states[count])
    rest = list(map(signature, resumed.run()))
    assert rest == whole.records[count:], f"{name}, after {count} of {len(whole.records)} records"
    assert resumed.stop_reason == whole.end


def test_fields_of_the_last_record_are_there(tmp_path: Path) -> None:
    case = CASES["fronts that meet"]
    first = Simulation(case)
    for record in itertools.islice(first.run(), 12):
        before = record.fields().value
    second = Simulation(case, saved=kept(first, tmp_path / "state.npz"))
    assert second.last is not None
    after = second.last.fields().value
    assert (after.concentration == before.concentration).all()
    assert (after.points == before.points).all()
    assert after.deposit.equals_exact(before.deposit, 0.0)


@pytest.mark.parametrize("name", ["fronts that meet", "sweep and pulses"])
def test_a_protocol_begun_in_the_end_state_of_another_equals_the_unbroken_one(
    name: str, tmp_path: Path
) -> None:
    case = CASES[name]
    whole = list(map(signature, Simulation(case).run()))
    first, *others = case.protocol.steps
    part = Simulation(replace(case, protocol=Protocol((first,))))
    count = len(list(part.run()))
    following = replace(case, protocol=Protocol(tuple(others)))
    second = Simulation(following, saved=kept(part, tmp_path / "state.npz"), anew=True)
    rest = [replace(record, protocol_step=record.protocol_step) for record in second.run()]
    assert list(map(signature, rest)) == whole[count:]


def test_another_section_is_told(tmp_path: Path) -> None:
    first = Simulation(CASES["sweep and pulses"])
    next(first.run())
    finer = problem(
        foil(height=20.0, layer=1.0),
        LAW,
        protocol=DRIVEN,
        counter=LithiumCounter(),
        order=2,
    )
    with pytest.raises(CheckpointError, match="another discretisation"):
        Simulation(finer, saved=kept(first, tmp_path / "state.npz"))
