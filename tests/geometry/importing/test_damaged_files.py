"""Files damaged at random are refused with a message, or read; nothing else happens."""

from __future__ import annotations

import random

import pytest

from platefront.geometry.errors import SectionError
from tests.geometry.importing.frame_files import WRITERS
from tests.shared.drawings import cleaned

SNIPPETS = (b"nan", b"1e400", b"-", b"null", b"<g>", b"\x00", b"\xff", b"(", b"}", b"99999999999")


def damaged(content: bytes, rng: random.Random) -> bytes:
    """The content with a few places overwritten, deleted, repeated or filled with rubbish."""
    text = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text))
        match rng.randrange(4):
            case 0:
                text[at] = rng.choice(b'0123456789.-eNa,"{}[]() \nzMLA')
            case 1:
                del text[at : at + rng.randint(1, 20)]
            case 2:
                text[at:at] = text[max(0, at - 30) : at]
            case _:
                text[at:at] = rng.choice(SNIPPETS)
    return bytes(text)


def check(ending, folder, tries):
    """Damage a drawing so many times; some must be refused."""
    path = folder / f"frame{ending}"
    WRITERS[ending](path)
    content = path.read_bytes()
    rng = random.Random(1)
    refused = 0
    for _ in range(tries):
        path.write_bytes(damaged(content, rng))
        try:
            cleaned(path)
        except SectionError as error:
            refused += 1
            assert str(error).startswith(path.name)
    assert refused > 0


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.slow
def test_damaged_file_is_read_or_refused(ending, tmp_path):
    check(ending, tmp_path, 10)


@pytest.mark.long
@pytest.mark.parametrize("ending", WRITERS)
def test_file_damaged_many_times_is_read_or_refused(ending, tmp_path):
    check(ending, tmp_path, 200)
