"""A surface on which nothing reacts."""

from __future__ import annotations

from typing import Literal

from geometry.parameters import Parameters, option


class Insulating(Parameters):
    """Surface without reaction: no current, no deposit."""

    law: Literal["insulating"] = option("Rate law.", "insulating")
