"""Forms of a plating problem, from its surfaces, counter electrode, control and flow."""

from __future__ import annotations

from mpi4py import MPI

from platefront.solvers.forms.compiled_forms import CompiledForms, MarkedLaws
from platefront.solvers.forms.form_arguments import FrontFields
from platefront.solvers.forms.weak_forms import compile_forms
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.flow import Channel
from platefront.solvers.model.kinetics.film import growing_film
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.problem import PlatingProblem


def compile_problem(comm: MPI.Intracomm, problem: PlatingProblem) -> CompiledForms:
    """Build and compile all forms of a problem.

    Args:
        comm: communicator that shares the just-in-time cache.
        problem: plating problem.
    """
    channel = Channel(problem.flow, problem.section.height) if problem.flow is not None else None
    return compile_forms(
        comm,
        problem.electrolyte,
        _laws_of(problem),
        problem.mesh.order,
        given_current=problem.protocol.gives_current,
        front=FrontFields(
            shift=problem.metal.surface_energy is not None,
            room=problem.stops_at_layer,
            film=any(growing_film(law) is not None for law in problem.surfaces.values()),
            rise=problem.conduction is not None,
        ),
        flow=channel,
        media=problem.media if problem.section.regions else None,
    )


def _laws_of(problem: PlatingProblem) -> MarkedLaws:
    """Return marks and rate laws of all that reacts, the counter electrode last."""
    laws: list[tuple[int, RateLaw]] = [
        (index + 1, law) for index, law in enumerate(problem.electrode.values())
    ]
    if problem.counter.rate_law is not None:
        laws.append((COUNTER_MARK, problem.counter.rate_law))
    return tuple(laws)
