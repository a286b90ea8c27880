"""What must balance in every run, how far it may be off, and what it means to be beyond."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Book:
    """One thing that must balance, and how far it may be off.

    Attributes:
        name: key in summary.json, word in tables.
        limit: largest magnitude that a sound run stays below, with a margin [1].
        reason: why the limit is where it is, for the documentation.
        meaning: what it means to be above, for the warning; `{value}` is how much.
        advice: what to do.
    """

    name: str
    limit: float
    reason: str
    meaning: str
    advice: str


_NO_EXCUSE = "No setting should do this: please report it with the case.toml of the run."

BOOKS = (
    Book(
        "charge",
        1e-6,
        "The front sweeps the area of its charge to round-off, below 1e-9 in every shipped case. "
        "What is missing is deposit that could not be taken back where gaps closed.",
        "charge passed and area deposited differ by {value} of the charge: thickness, gap and "
        "depth profile are off by as much.",
        "A smaller mesh.front_size resolves the pores that close.",
    ),
    Book(
        "counter",
        1e-6,
        "Vertices of a counter electrode that recedes rise by the area of their charge: 1e-14 in "
        "every shipped case.",
        "charge and area that the counter electrode gave up differ by {value} of the charge.",
        _NO_EXCUSE,
    ),
    Book(
        "salt",
        1e-9,
        "Newton's method leaves 1e-10 in a nodal value, and about 1e-14 in the salt of every "
        "shipped case.",
        "{value} of the salt has appeared or vanished: concentrations are off by as much.",
        _NO_EXCUSE,
    ),
    Book(
        "area",
        1e-6,
        "1e-14 in every shipped case. A front that is repaired where gaps close may cut into "
        "the host by up to 1e-4 µm², 1e-7 of a very small section.",
        "the regions' areas and the box differ by {value}: shapes overlap or leave holes.",
        _NO_EXCUSE,
    ),
    Book(
        "moved_deposit",
        0.05,
        "At most 0.6 % in the main cases and 3 % on the coarse first level of the convergence "
        "cases; shares of charge are seldom wanted better than that.",
        "{value} of the deposit was shifted along the front where gaps closed: shares and gap "
        "depend on the rule by which fronts merge.",
        "Make mesh.front_size smaller, or vary front.merge_gap and see what changes.",
    ),
    Book(
        "scaled_salt",
        1e-3,
        "3e-6 in the main cases and 1e-4 on the coarse first level of the convergence cases.",
        "new meshes would have changed the salt by {value} in all, had it not been scaled back.",
        "Make mesh.front_size or mesh.growth smaller, or set mesh.order = 2.",
    ),
)
"""What is judged in every run, in the order of the tables."""
