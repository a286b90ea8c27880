"""What no benchmark covers, whatever their number: said on the page, so that nobody assumes it."""

from __future__ import annotations

NOT_VERIFIED = (
    "**The values that go in.** Benchmarks show that the equations are solved, not that these are "
    "the right ones for a cell. The overpotentials of the main pair are assumptions; exchange "
    "current densities of LiTFSI in DOL/DME were measured in no source found.",
    "**Comparison with experiments.** None is made on this page. Where the main cases depart from "
    "what was observed is said in the README.",
    "**Three dimensions.** Every section is two-dimensional: a fibre is a cylinder that is held "
    "and joined electrically in the third dimension, ions cannot go round it, and pores close "
    "earlier or later than they would.",
    "**Nucleation.** The barrier that fades as lithium covers the host is a model without a "
    "reference solution for its effect on a front; its parameters are given, not derived.",
    "**Concentrated solutions.** Activity coefficients, and transport properties that change with "
    "concentration, are not in the model: at 1 mol/L and high currents potentials differ from "
    "the real ones by an unknown amount.",
    "**Roughness below the mesh.** Moss and dendrites finer than a front edge are not resolved, "
    "and a front that is unstable at a given current grows bumps whose positions follow from the "
    "mesh. Their growth rate is verified, their places are not meaningful.",
    "**Trapped area.** Which pores close, and with how much electrolyte, depends on the rule that "
    "joins fronts closer than `front.merge_gap` edges. Trapped area is not a converged number; "
    "`corrections_moved_area` in the summary tells how much the rule moves.",
    "**Contact and loss of contact.** Lithium that is cut off by stripping stays connected in the "
    "model; side reactions, and the lithium and salt they consume, are not in it.",
    "**What the model leaves out** altogether: section 7 of [model.md](model.md).",
)
