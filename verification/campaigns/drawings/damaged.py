"""Good drawings, damaged at random: bits flipped, cut off, parts repeated or replaced."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random

from verification.campaigns.drawings import Maker
from verification.campaigns.drawings.good import NAMES, good

_RUBBISH = (b"nan", b"1e400", b"-", b"null", b"<g>", b"\0", b"\xff\xfe", b"(", b"}", b"9" * 400)


def _flipped(rng: Random, content: bytearray) -> None:
    for _ in range(rng.randint(1, 12)):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)


def _cut(rng: Random, content: bytearray) -> None:
    del content[rng.randrange(len(content)) :]


def _repeated(rng: Random, content: bytearray) -> None:
    start = rng.randrange(len(content))
    piece = bytes(content[start : start + rng.randint(1, 400)])
    at = rng.randrange(len(content))
    content[at:at] = piece * rng.randint(1, 50)


def _filled(rng: Random, content: bytearray) -> None:
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(content))
        content[at : at + rng.randint(0, 8)] = rng.choice(_RUBBISH)


def _misnamed(rng: Random, content: bytearray) -> None:
    content[:] = good(rng.choice(NAMES))


_DAMAGES = {
    "bits flipped": _flipped,
    "cut off": _cut,
    "parts repeated": _repeated,
    "rubbish within": _filled,
    "content of another format": _misnamed,
}


def _made(name: str, damage: str, rng: Random, folder: Path) -> str:
    content = bytearray(good(name))
    _DAMAGES[damage](rng, content)
    (folder / name).write_bytes(bytes(content))
    return name


def makers() -> dict[str, list[Maker]]:
    """Return kind → makers of damaged drawings, one for each good one."""
    return {damage: [partial(_made, name, damage) for name in NAMES] for damage in _DAMAGES}
