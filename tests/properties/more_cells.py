"""Random cells with the other transport models, moving counter electrodes, films, pulses, planes.

They change what `random_cells.cells` draws or add to it, at the same size.
"""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Strip
from platefront.solvers.model.control import Control, Galvanostatic, PulseReverse
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol
from platefront.solvers.model.settings import (
    FrontSettings,
    MeshSettings,
    TimeSettings,
)
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.random_cells import EDGE, UM, between, sections

SALT = NernstPlanck(salt_diffusivity=3e-10, transference_number=0.4)


@st.composite
def transport_models(draw: st.DrawFn) -> Electrolyte:
    conductivity = draw(between(0.5, 5.0))
    ion = Supported(ion_diffusivity=draw(between(3, 8)) * 1e-10, conductivity=conductivity)
    return draw(st.sampled_from([SALT, ion, Ohmic(conductivity=conductivity)]))


@st.composite
def resistive_laws(draw: st.DrawFn) -> RateLaw:
    """`linear` or Butler–Volmer, with or without a film and a deposit that resists."""
    film = draw(st.sampled_from([0.0, 1e-4, 1e-3]))
    deposit = draw(st.sampled_from([None, 0.1]))
    if draw(st.booleans()):
        return Linear(
            conductance=draw(between(100, 2000)),
            film_resistance=film,
            deposit_conductivity=deposit,
        )
    return ButlerVolmer(
        exchange_current_density=draw(between(5, 60)),
        film_resistance=film,
        deposit_conductivity=deposit,
    )


@st.composite
def more_cells(draw: st.DrawFn) -> PlatingProblem:
    """A problem whose run takes a fraction of a second; it only plates on the whole."""
    metal, electrolyte = Metal(), draw(transport_models())
    kinds = ("foil", "profile", "pillars", "trench", "strip")
    kind = draw(st.sampled_from(kinds))
    if kind == "strip":
        width = draw(between(16, 24))
        strip = Strip(
            width=width * UM,
            start=draw(st.sampled_from([0.0, 0.2])) * width * UM,
            length=0.5 * width * UM,
        )
        parameters = SectionParameters(collector=strip, gap=draw(between(14, 24)) * UM)
    else:
        parameters = draw(sections((kind,))).model_copy(update={"predeposit": None})
    section = build_section(parameters, metal.volume_per_charge)
    laws: Mapping[str, RateLaw] = {
        name: Insulating() if name == "plane" else draw(resistive_laws())
        for name in section.surfaces
    }
    mean = draw(between(5, 60))
    control: Control = Galvanostatic(current_density=mean)
    if isinstance(electrolyte, Ohmic) and draw(st.booleans()):
        control = PulseReverse(
            mean_current_density=mean,
            reverse_current_density=-draw(between(10, 100)),
            forward_share=draw(between(0.7, 1.0)),
        )
    # the plane that recedes needs room of its own above everything else
    recession = draw(st.sampled_from(["none", "local", "even"]))
    thickness = draw(between(0.5, 3.0)) * UM
    return PlatingProblem(
        section=section,
        electrolyte=electrolyte,
        metal=metal,
        counter=LithiumCounter(recession=recession),
        surfaces=laws,
        front=FrontSettings(mode="moving", courant=0.25),
        mesh=MeshSettings(
            front_size=EDGE,
            largest_size=3.0 * EDGE,
            growth=0.5,
            order=draw(st.sampled_from([1, 1, 2])),
        ),
        time=TimeSettings(tolerance=1e-2),
        protocol=Protocol.single(
            control, StopSettings(capacity=thickness / metal.volume_per_charge, time=1e5)
        ),
    )
