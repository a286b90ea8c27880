"""Random cases: collectors, physics and numerics drawn from a seed, within the limits of keys."""

from __future__ import annotations

from verification.campaigns.random_case.composition import DRAWN_KINDS as DRAWN_KINDS
from verification.campaigns.random_case.composition import RandomCase as RandomCase
from verification.campaigns.random_case.composition import random_case as random_case
from verification.campaigns.random_case.protocol_case import (
    random_protocol_case as random_protocol_case,
)
