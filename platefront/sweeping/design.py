"""Cells of a sweep: all combinations, values taken together, or a Latin hypercube."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from platefront.case.changes import Change, read_changes
from platefront.sweeping.combination import Design
from platefront.sweeping.errors import SweepError
from platefront.sweeping.values import MOST_VALUES, SweptKey

_NAME_LENGTH = 80
_LATIN_CELLS = 2
"""Smallest number of cells of a Latin hypercube."""


@dataclass(frozen=True, slots=True)
class SweepCell:
    """One run of a sweep.

    Attributes:
        number: its number, from 1.
        keys: swept keys.
        values: their values, as after `--set KEY=`.
    """

    number: int
    keys: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def given(self) -> tuple[str, ...]:
        """Changes of the case, `KEY=VALUE` each."""
        return tuple(f"{k}={v}" for k, v in zip(self.keys, self.values, strict=True))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Changes of the case."""
        return read_changes(self.given)

    @property
    def name(self) -> str:
        """Name of its folder: number, and last part of each key with the value."""
        pairs = zip(self.keys, self.values, strict=True)
        words = (f"{key.rpartition('.')[2]}={value}" for key, value in pairs)
        text = re.sub(r"[^\w.+=-]+", "", "_".join(words), flags=re.ASCII)
        return f"{self.number:04d}_{text[:_NAME_LENGTH]}"


def cells_of(
    keys: Sequence[SweptKey], design: Design, samples: int | None, seed: int
) -> tuple[SweepCell, ...]:
    """Return the cells of a design.

    A grid varies the last key fastest. A Latin hypercube has one value in each of `samples` equal
    parts of every interval, at a random place of it; lists are divided likewise.

    Args:
        keys: swept keys, at least one.
        design: combination of their values.
        samples: number of cells of a Latin hypercube.
        seed: seed of its random numbers.

    Raises:
        SweepError: keys and design do not go together, or there are too many cells.
    """
    names = tuple(key.key for key in keys)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SweepError(f"--over is given twice for {twice[0]}")
    if (samples is not None) != (design is Design.LATIN):
        raise SweepError(
            "--samples is the number of cells of --design latin, and goes with it alone"
        )
    rows = _latin(keys, samples or 0, seed) if design is Design.LATIN else _rows(keys, design)
    return tuple(SweepCell(number, names, row) for number, row in enumerate(rows, start=1))


def _rows(keys: Sequence[SweptKey], design: Design) -> Iterable[tuple[str, ...]]:
    for key in keys:
        if not key.values:
            raise SweepError(
                f"--over {key.key}: an interval without a number of values goes with "
                "--design latin only; write LOW:HIGH:NUMBER"
            )
    counts = [len(key.values) for key in keys]
    if design is Design.ZIP:
        if len(set(counts)) > 1:
            said = ", ".join(f"{key.key} has {len(key.values)}" for key in keys)
            raise SweepError(f"--design zip needs equally many values of every key; {said}")
        return zip(*(key.values for key in keys), strict=True)
    if (cells := math.prod(counts)) > MOST_VALUES:
        raise SweepError(f"a sweep has {MOST_VALUES} cells at most; these values make {cells}")
    return product(*(key.values for key in keys))


def _latin(keys: Sequence[SweptKey], samples: int, seed: int) -> Iterator[tuple[str, ...]]:
    if not _LATIN_CELLS <= samples <= MOST_VALUES:
        raise SweepError(f"--samples must be {_LATIN_CELLS} to {MOST_VALUES}, but is {samples}")
    for key in keys:
        if key.interval is not None and key.values:
            raise SweepError(
                f"--over {key.key}: the number of values of --design latin is --samples; write "
                "LOW:HIGH"
            )
    from scipy.stats import qmc  # noqa: PLC0415 - takes a second

    for point in qmc.LatinHypercube(len(keys), rng=seed).random(samples):
        yield tuple(_at(key, float(part)) for key, part in zip(keys, point, strict=True))


def _at(key: SweptKey, part: float) -> str:
    if key.interval is not None:
        return key.interval.at(part)
    return key.values[min(int(part * len(key.values)), len(key.values) - 1)]
