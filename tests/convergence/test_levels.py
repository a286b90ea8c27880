from __future__ import annotations

import pytest

from platefront.case.dump import dump_case
from platefront.case.load import parse_case
from platefront.case.model import Case
from platefront.convergence.levels import FIRST_STEP, Refinement, RefinementError
from platefront.convergence.refined import Refined
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.stopping.gap_to_counter import GapToCounter
from tests.shared.case_files import FOIL

TIME = '\n[time]\ntolerance = 8e-3\nlargest_step = "16 s"\n'


@pytest.fixture
def case() -> Case:
    return parse_case(FOIL + TIME, "foil.toml")


def settings(case: Case) -> dict[str, float]:
    """Everything that any refinement changes."""
    return {
        "front_size": case.mesh.front_size,
        "largest_size": case.mesh.largest_size,
        "growth": case.mesh.growth,
        "courant": case.front.courant,
        "tolerance": case.time.tolerance,
        "largest_step": case.time.largest_step or 0.0,
        "first_step": case.time.first_step or 0.0,
        "gap": case.stop.gap_to_counter or 0.0,
        "advance": case.front.courant * case.mesh.front_size,
    }


START = {
    "front_size": 2e-6,
    "largest_size": 5e-6,
    "growth": 0.3,
    "courant": 0.2,
    "tolerance": 8e-3,
    "largest_step": 16.0,
    "first_step": 0.1 * 4e-12 / 2.93e-10,
    "gap": 4e-6,
    "advance": 0.4e-6,
}


def changed(**factors: float) -> dict[str, float]:
    return {name: value * factors.get(name, 1.0) for name, value in START.items()}


MESH = {"front_size": 1 / 4, "largest_size": 1 / 4, "growth": 1 / 4}
STEPS = {"tolerance": 1 / 16, "largest_step": 1 / 4, "first_step": 1 / 16, "advance": 1 / 4}


@pytest.mark.parametrize("level", [1, 2, 3])
def test_mesh_and_time_go_together(case, level):
    fine = 2.0 ** (3 - level)
    factors = {**MESH, **STEPS}
    powers = {"tolerance": 2, "first_step": 2}
    expected = changed(**{key: f * fine ** powers.get(key, 1) for key, f in factors.items()})
    assert settings(Refinement(3, 2.0).case(case, level)) == pytest.approx(expected)


def test_time_alone_leaves_the_mesh(case):
    refinement = Refinement(3, 2.0, Refined.TIME)
    assert settings(refinement.case(case, 1)) == pytest.approx(START)
    expected = changed(**STEPS, courant=1 / 4)
    assert settings(refinement.case(case, 3)) == pytest.approx(expected)


def test_mesh_alone_steps_everywhere_as_the_finest_level(case):
    refinement = Refinement(3, 2.0, Refined.MESH)
    first, last = refinement.case(case, 1), refinement.case(case, 3)
    assert settings(first) == pytest.approx(changed(courant=1 / 4, advance=1 / 4))
    assert settings(last) == pytest.approx(changed(**MESH, advance=1 / 4))


def test_ratio_is_the_users(case):
    found = settings(Refinement(2, 1.5).case(case, 2))
    assert found["front_size"] == pytest.approx(2e-6 / 1.5)
    assert found["tolerance"] == pytest.approx(8e-3 / 2.25)


def test_given_first_step_and_gap_are_kept_in_mind(case):
    text = FOIL + '\n[time]\nfirst_step = "1 s"\n'
    text = text.replace("[stop]", '[stop]\ngap_to_counter = "10 um"')
    found = settings(Refinement(2, 2.0).case(parse_case(text, "foil.toml"), 2))
    assert found["first_step"] == pytest.approx(0.25)
    assert found["gap"] == pytest.approx(1e-5)
    assert found["largest_step"] == 0.0


def test_edges_at_junctions_are_divided_like_the_others(case):
    text = FOIL.replace("[mesh]", '[mesh]\njunction_size = "0.1 um"')
    graded = Refinement(3, 2.0).case(parse_case(text, "foil.toml"), 3)
    assert graded.mesh.junction_size == pytest.approx(0.025e-6)
    assert Refinement(3, 2.0).case(case, 3).mesh.junction_size is None


def test_nothing_else_changes_and_the_level_is_a_valid_case(case):
    level = Refinement(3, 2.0).case(case, 3)
    untouched = set(Case.model_fields) - {"mesh", "time", "front", "stop"}
    assert all(getattr(level, name) == getattr(case, name) for name in untouched)
    assert parse_case(dump_case(level), "level.toml") == level


def test_first_level_runs_as_the_case_does(case):
    """The defaults written out for the levels are those of the solver."""
    as_given = Simulation(case.problem())
    assert as_given.state.step_control.step == pytest.approx(START["first_step"], rel=1e-12)
    assert pytest.approx(0.1) == FIRST_STEP
    one = Simulation(Refinement(3, 2.0).case(case, 1).problem())
    ends = [
        run.problem.protocol.steps[0].stop.in_force(run.problem.mesh, run.problem.front)
        for run in (as_given, one)
    ]
    assert ends[0] == ends[1]
    assert GapToCounter(value=4e-6) in ends[1]
    steps = [next(record for record in run.run() if record.step == 3) for run in (as_given, one)]
    assert steps[0].time == steps[1].time
    assert steps[0].current == steps[1].current


def test_levels_that_are_too_fine_are_refused(case):
    with pytest.raises(RefinementError, match=r"level 4 .* front edges of 0.25 nm"):
        Refinement(4, 20.0).case(case, 4)


@pytest.mark.parametrize(("levels", "ratio"), [(1, 2.0), (3, 1.0), (3, 0.5)])
def test_what_is_no_refinement_is_refused(levels, ratio):
    with pytest.raises(ValueError, match="two levels"):
        Refinement(levels, ratio)
