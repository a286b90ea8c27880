"""Text of docs/inversion.md."""

from __future__ import annotations

from collections.abc import Iterator

from verification.inversion.data import Data
from verification.inversion.page.map_section import map_section, mesh_section, path_section
from verification.inversion.page.observations import observation_section
from verification.inversion.page.pair_section import pair_section
from verification.inversion.page.readme import COMMAND
from verification.inversion.page.summary_section import summary_section
from verification.inversion.page.symmetric_section import symmetric_section

RUN = "bin/platefront python -m verification.inversion --output docs/inversion"


def compose(data: Data) -> str:
    """Return the text of the page."""
    return "\n\n".join(_blocks(data)) + "\n"


def _blocks(data: Data) -> Iterator[str]:
    finished = sum(outcome.counts for outcome in data.outcomes)
    yield "# What decides inversion"
    yield (
        "Does lithium go to the half of a cloth that already holds some, even if that half is "
        "turned away from the counter electrode? For the carbon cloth of Li et al., *Adv. Energy "
        "Mater.* 2022, [10.1002/aenm.202200584](https://doi.org/10.1002/aenm.202200584), this page "
        "shows on which numbers the answer hangs."
    )
    yield (
        f"No number of the program in it is entered by hand: {len(data.outcomes)} runs, {finished} "
        "of them finished with all balances within their limits, are made by\n\n"
        f"    {RUN}\n\n"
        "and stored in [docs/inversion](inversion), from which the page, its figures and the part "
        f"of the README on inversion are written by\n\n    {COMMAND}"
    )
    yield from summary_section(data)
    yield from map_section(data)
    if data.mesh:
        yield from mesh_section(data)
    if data.path:
        yield from path_section(data)
    if data.pairs:
        yield from pair_section(data)
    yield from symmetric_section(data)
    if data.pairs:
        yield from observation_section(data)
