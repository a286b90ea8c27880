"""Random sections with a collector of any kind, bare or with lithium."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import (
    Fabric,
    Foam,
    Layers,
    Nuclei,
    OwnOutline,
    Plumes,
    Strip,
    Wire,
)
from platefront.geometry.collectors.base import Collector
from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from platefront.solvers.model.metal import Metal
from tests.shared.case_files import CASES
from tests.shared.random_cells import COLLECTORS, sections

VOLUME_PER_CHARGE = Metal().volume_per_charge


def built(parameters: SectionParameters) -> CrossSection:
    try:
        return build_section(parameters, VOLUME_PER_CHARGE)
    except SectionError:  # lithium that does not fit, yarns that hold no fibre
        assume(False)
        raise


def micrometres(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda size: size * 1e-6)


@st.composite
def strips(draw: st.DrawFn) -> Collector:
    start = draw(st.just(0.0) | micrometres(3, 8))
    return Strip(
        width=30e-6,
        start=start,
        length=draw(micrometres(5, 20)),
        counter_as_long=draw(st.booleans()),
    )


SEEDS = st.integers(1, 1000)
FELT = CASES / "outline" / "felt.svg"

MORE: dict[str, st.SearchStrategy[Collector]] = {
    "strip": strips(),
    "wire": st.builds(Wire, radius=micrometres(3, 12), facets=st.integers(8, 40)),
    "layers": st.builds(Layers, seed=SEEDS),
    "nuclei": st.builds(Nuclei, density=st.floats(1e4, 6e4), min_gap=micrometres(1, 3), seed=SEEDS),
}
COATED: dict[str, st.SearchStrategy[Collector]] = {
    "fabric": st.builds(Fabric, warp_filaments=st.integers(2, 7), seed=SEEDS),
    "foam": st.builds(Foam, width=micrometres(40, 60), thickness=micrometres(40, 60), seed=SEEDS),
    "outline": st.builds(
        OwnOutline,
        file=st.just(str(FELT)),
        scale=st.just(1e-6),
        collector=st.just(("fibres",)),
        tolerance=micrometres(0.05, 0.3),
    ),
    "plumes": st.builds(Plumes, seed=SEEDS),
}
"""Kinds that lithium may lie on at the start."""


def sections_of(kind: str) -> st.SearchStrategy[SectionParameters]:
    """Sections with a collector of any kind."""
    if kind in COLLECTORS:
        return sections((kind,))
    if kind in MORE:
        return st.builds(SectionParameters, collector=MORE[kind], gap=micrometres(10, 30))
    lithium = st.builds(Predeposit, capacity=st.sampled_from([3e3, 1e4]))
    return st.builds(
        SectionParameters,
        collector=COATED[kind],
        orientation=st.sampled_from(["upright", "inverted"]),
        gap=micrometres(20, 30),
        predeposit=st.none() | lithium,
    )
