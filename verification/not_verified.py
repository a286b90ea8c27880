"""Limits of the verification: topics that no benchmark covers, listed on the page."""

from __future__ import annotations

NOT_VERIFIED = (
    "**Parameters and model equations.** Benchmarks show that the equations are solved correctly, "
    "not that they describe a given cell. The overpotentials of the main pair are assumptions; no "
    "source with measured exchange current densities of LiTFSI in DOL/DME was found.",
    "**Comparison with experiments.** None is made on this page. Differences of the main cases "
    "from observations are stated in the README.",
    "**Three dimensions.** Every section is two-dimensional: a fibre is a cylinder that is held "
    "and connected electrically in the third dimension, ions cannot pass around it, and pores "
    "close earlier or later than in three dimensions.",
    "**Nucleation.** The barrier that decreases as lithium covers the host is a model without a "
    "reference solution for its effect on a front; its parameters are given, not derived.",
    "**Concentrated solutions.** Activity coefficients, and transport properties that depend on "
    "concentration, are not in the model: at 1 mol/L and high currents potentials differ from "
    "measured ones by an unknown amount.",
    "**Roughness below the mesh.** Moss and dendrites finer than a front edge are not resolved, "
    "and a front that is unstable at a given current develops bumps whose positions depend on the "
    "mesh. Their growth rate is verified, their positions are not meaningful.",
    "**Trapped area.** Which pores close, and with how much electrolyte, depends on the rule that "
    "merges fronts closer than `front.merge_gap` edges. Trapped area is not a converged value; "
    "`corrections_moved_area` in the summary is the amount of deposit that the rule moves.",
    "**Loss of contact.** Lithium that is cut off by stripping stays connected in the model; side "
    "reactions, and the lithium and salt they consume, are not included.",
    "**Phenomena outside the model**: section 7 of [model.md](model.md).",
)
