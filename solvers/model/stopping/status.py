"""RunStatus: an accepted step as stopping criteria see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunStatus:
    """Numbers of a state that may end a step of the protocol.

    Attributes:
        time: since the start of the step of the protocol [s].
        resolution: differences of times that are lost in round-off [s].
        time_step: length of the time step [s]; 0 at the start of a step of the protocol.
        capacity: charge plated per footprint since then [C/m²]; negative if stripped.
        charge_exchanged: charge that the surfaces plated or stripped in the time step, signs left
            out, per footprint [C/m²].
        current: plating current per footprint [A/m²].
        electrode_potential: φ_s against the counter electrode [V]; None where overpotentials are
            given.
        bottom_share: share of the plated charge below the collector's middle; None without any.
        metal_left: metal that can be stripped, relative to the largest deposit so far; None while
            nothing is stripped.
        gap_to_counter: smallest distance between the electrode and the counter electrode [m].
        gap_to_layer: smallest distance between the electrode and the lowest layer of the
            electrolyte [m]; None if there is none.
        room_left: share of the front that has room below the layers to grow; None for a front
            that does not stop there.
        thickness_max: largest thickness of the deposit grown since the start [m].
        min_concentration: smallest concentration [mol/m³].
        pores_closed: pores cut off from the counter electrode or filled since the start of the
            step of the protocol.
        moving: True if the front moves, False if thickness is only counted.
        diffusion_time: time of diffusion across the section, H²/D [s].
    """

    time: float
    resolution: float
    time_step: float
    capacity: float
    charge_exchanged: float
    current: float
    electrode_potential: float | None
    bottom_share: float | None
    metal_left: float | None
    gap_to_counter: float
    gap_to_layer: float | None
    room_left: float | None
    thickness_max: float
    min_concentration: float
    pores_closed: int
    moving: bool
    diffusion_time: float
