"""The file of members that are defined outside of the package."""

from __future__ import annotations

from pathlib import Path

OUTSIDE = Path(__file__).with_name("outside.py")
