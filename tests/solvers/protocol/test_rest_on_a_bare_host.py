"""A rest before anything is plated: a bare host passes no current at any potential above onset."""

from __future__ import annotations

from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from tests.shared.cells import foil, problem, run
from tests.solvers.protocol.steps import current, ends_of, potential, protocol, rest

BATH = Supported(ion_diffusivity=1e-9, conductivity=1e4, concentration=10.0)
LAW = ButlerVolmer(exchange_current_density=1000.0)


def test_a_bare_host_rests_and_is_plated_then() -> None:
    steps = rest(1.0), potential(-0.01, time=0.1), rest(0.5), current(20.0, time=0.1)
    records = run(
        problem(
            foil(2.0, 60.0, bare=True),
            LAW,
            protocol=protocol(*steps),
            electrolyte=BATH,
            mode="fixed",
            size=2e-6,
            largest=8e-6,
            order=2,
        )
    )
    ends = ends_of(records)
    assert [end.mode for end in ends] == ["rest", "potentiostatic", "rest", "galvanostatic"]
    resting = max(abs(record.current) for record in records if record.mode == "rest")
    assert resting < 1e-9 * 20.0, f"current at rest {resting:.1e} A/m²"
    first = [record.electrode_potential or 0.0 for record in records if record.protocol_step == 1]
    assert max(abs(value) for value in first) < 1e-9, "the potential drifts at rest"
    assert ends[3].capacity - ends[2].capacity > 1.9
