"""Makers of hostile drawings, by what is hostile about them.

A maker takes a source of random numbers and the folder of the case, writes the drawing and returns
the name by which the case refers to it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

type Maker = Callable[[Random, Path], str]
