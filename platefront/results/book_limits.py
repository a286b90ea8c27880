"""Conservation balances (books) of every run: limits of their residues, and warnings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Book:
    """Conservation balance and the limit of its residue.

    Attributes:
        name: key in summary.json, name in tables.
        limit: largest magnitude in a sound run, with a margin [1].
        reason: justification of the limit, for the documentation.
        meaning: consequence of a larger residue, for the warning; `{value}` is the residue.
        advice: remedy.
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
        "A larger residue is deposit that could not be taken back where gaps closed.",
        "charge passed and area deposited differ by {value} of the charge: thickness, gap and "
        "depth profile have errors of this size.",
        "A smaller mesh.front_size resolves the pores that close.",
    ),
    Book(
        "current",
        1e-6,
        "The charge of each step is the integral of the current that is reported, up to the change "
        "of the current by the last motion of the front, which is passed in the next step. More "
        "remains where stripping is asked for without metal.",
        "charge passed and the integral of the current over time differ by {value} of the charge: "
        "currents and potential belong to another charge than thickness and shares.",
        "A smaller time.tolerance makes it smaller, unless metal ran out under a given current.",
    ),
    Book(
        "continuity",
        1e-6,
        "The currents of the front follow from the rate laws, that of the counter electrode from "
        "its own law or the reactions of the reservoir. Newton's method leaves less than 1e-6 "
        "between them in each step, and below 1e-8 over every shipped case.",
        "the currents of the front and of the counter electrode differ by {value} of the charge: "
        "charge begins or ends in the electrolyte.",
        _NO_EXCUSE,
    ),
    Book(
        "electrons",
        1e-9,
        "The current of the front follows from the rate laws, that of the terminal from the "
        "potential in host and deposit. Newton's method leaves less than 2e-10 between them in "
        "each step.",
        "the currents of the front and of the terminal differ by {value} of the charge: charge "
        "begins or ends in the solids.",
        _NO_EXCUSE,
    ),
    Book(
        "counter",
        1e-6,
        "Vertices of a receding counter electrode rise by the area of their charge: 1e-14 in "
        "every shipped case.",
        "charge and dissolved area of the counter electrode differ by {value} of the charge.",
        _NO_EXCUSE,
    ),
    Book(
        "film",
        1e-6,
        "Films gain the volume of the metal that the front loses to them: 1e-14 in every shipped "
        "case. What new meshes change of them is counted beside.",
        "the metal in the films differs by {value} from that which they have consumed.",
        _NO_EXCUSE,
    ),
    Book(
        "salt",
        1e-9,
        "Newton's method leaves less than 1e-14 of the salt in each step, and below 1e-11 over "
        "every shipped case.",
        "{value} of the salt is unaccounted for: concentrations have errors of this size.",
        _NO_EXCUSE,
    ),
    Book(
        "area",
        1e-6,
        "1e-14 in every shipped case. A front that is repaired where gaps close may cut into "
        "the host by up to 1e-4 µm², 1e-7 of a very small section.",
        "the areas of the regions and of the box differ by {value}: shapes overlap or leave gaps.",
        _NO_EXCUSE,
    ),
    Book(
        "moved_deposit",
        0.05,
        "At most 0.6 % in the main cases and 3 % on the coarse first level of the convergence "
        "cases; a smaller error of shares of charge is rarely required.",
        "{value} of the deposit was shifted along the front where gaps closed: shares and gap "
        "depend on the rule by which fronts merge.",
        "Reduce mesh.front_size, or vary front.merge_gap and compare the results.",
    ),
    Book(
        "scaled_salt",
        1e-3,
        "3e-6 in the main cases and 1e-4 on the coarse first level of the convergence cases.",
        "remeshings would have changed the salt content by {value} in total without correction.",
        "Reduce mesh.front_size or mesh.growth, or set mesh.order = 2.",
    ),
    Book(
        "spread_current",
        1e-3,
        "Interpolation to a new mesh changes the reported current, for half a step; the charge of "
        "the change is spread over the front in the next step. So is stripping for which there is "
        "no metal near by.",
        "new meshes, or films that ended, changed the current by a charge of {value} of that "
        "passed, which was spread over the front.",
        "Reduce mesh.front_size or time.tolerance, or set mesh.order = 2.",
    ),
    Book(
        "meshed_film",
        0.01,
        "Where a new mesh has other chords of the same front, films keep their thickness, not "
        "their volume: 1e-3 on a wire of 32 edges that grows to twice its radius, of second order "
        "in the edges, and at most 1e-3 where two fibres grow together.",
        "new meshes changed the metal in films by {value} of all that came into them.",
        "Reduce mesh.front_size.",
    ),
)
"""Balances checked in every run, in the order of the tables."""
