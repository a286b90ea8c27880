"""Mutations of case files: mistakes as people make them, damage, and hostile constructs."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

type Mutation = Callable[[str, random.Random], str | bytes]

VALUES = (
    "true", "0", "-1", "-0.0", "1.5", "nan", "-inf", "1e400", "9" * 26, "9" * 5000,
    "0x" + "F" * 5000, '""', '"x"', '"3 m"', '"1e300 m"', '"-0 um"', '"1 m^9^9^9"', '"1 m**9**9"',
    '"1 m^-99999999"', f'"1 {"m*" * 2000}m"', '"30 kg"', '"0 K"', '"1,5 mm"', '"\\u0000 um"',
    '"1 um\\u001B[2J"', '"\\u202E30 um"', "[]", "{}", "[[[[]]]]", '["1 m", 2, [3]]', "1979-05-27",
    "07:32:00", "0b1011", "'30 um'", '"""30 um"""', "{ kind = 1, law = [], mode = {} }", "yes",
)  # fmt: skip
"""Values that replace those of a case."""

CHARACTERS = tuple("\0\x1b\x7f\r\ufeff\u2028\u202e\"'[]{}#=.,\\\n\t\xa0é𝛼")
"""Characters that are put in anywhere."""


def flip_bytes(text: str, random: random.Random) -> bytes:
    """Change some bytes."""
    content = bytearray(text.encode())
    for _ in range(random.choice([1, 1, 2, 5, 20])):
        content[random.randrange(len(content))] = random.randrange(256)
    return bytes(content)


def insert_character(text: str, random: random.Random) -> str:
    """Put in a character that has a meaning, or none that is visible."""
    at = random.randrange(len(text))
    return text[:at] + random.choice(CHARACTERS) * random.choice([1, 1, 3]) + text[at:]


def cut(text: str, random: random.Random) -> str:
    """Leave out a part."""
    start = random.randrange(len(text))
    return text[:start] + text[start + random.choice([1, 5, 50, len(text)]) :]


def leave_out_line(text: str, random: random.Random) -> str:
    """Leave out a line."""
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def repeat_line(text: str, random: random.Random) -> str:
    """Repeat a line somewhere."""
    lines = text.split("\n")
    lines.insert(random.randrange(len(lines)), random.choice(lines))
    return "\n".join(lines)


def exchange_values(text: str, random: random.Random) -> str:
    """Exchange the values of two keys."""
    lines = text.split("\n")
    first, second = random.choices(_pairs(lines), k=2)
    one, other = lines[first].split(" = ", 1), lines[second].split(" = ", 1)
    lines[first], lines[second] = f"{one[0]} = {other[1]}", f"{other[0]} = {one[1]}"
    return "\n".join(lines)


def replace_value(text: str, random: random.Random) -> str:
    """Replace the value of a key."""
    lines = text.split("\n")
    number = random.choice(_pairs(lines))
    lines[number] = f"{lines[number].split(' = ', 1)[0]} = {random.choice(VALUES)}"
    return "\n".join(lines)


def misspell(text: str, random: random.Random) -> str:
    """Change a letter of a key or header."""
    lines = text.split("\n")
    number = random.choice([n for n, line in enumerate(lines) if line[:1].isalpha() or "[" in line])
    at = random.randrange(max(1, len(lines[number].split("=")[0]) - 1))
    line = lines[number]
    lines[number] = line[:at] + random.choice("abcxyz_.") + line[at + 1 :]
    return "\n".join(lines)


def scale_number(text: str, random: random.Random) -> str:
    """Multiply a number of a quantity by a power of ten, or change its sign."""
    lines = text.split("\n")
    quantities = [number for number in _pairs(lines) if ' = "' in lines[number]]
    number = random.choice(quantities)
    key, value = lines[number].split(' = "', 1)
    sign, power = random.choice(["", "-"]), random.choice(["e3", "e-3", "e30", "e-300", "e9", "0"])
    given, _, rest = value.partition(" ")
    lines[number] = f'{key} = "{sign}{given}{power} {rest}'
    return "\n".join(lines)


def hostile(text: str, random: random.Random) -> str | bytes:
    """Add or put in front a construct that is out of all proportion."""
    size = random.choice([50, 5_000, 200_000])
    construct = random.choice(
        [
            f"a = {'[' * size}{']' * size}",
            f"a = {'[' * size}",
            f"a = {'{b=' * size}1{'}' * size}",
            f"{'a.' * size}b = 1",
            f"[{'a.' * size}b]\nc = 1",
            f"[{'.'.join(['"a"'] * size)}]",
            f"{'k' * size} = 1",
            f'"{"\\u001B" * size}" = 1',
            f'title = "{"x" * size}"',
            f'title = """{'"' * 2 if size > 50 else ""}{"y\n" * size}',
            "\n".join(f"k{number} = {number}" for number in range(min(size, 50_000))),
            "\n".join(f"[t{number}]" for number in range(min(size, 50_000))),
            f"a = [{'1,' * size}]",
            f"a = [{', '.join(['"1 m"'] * min(size, 50_000))}]",
            f"n = {'7' * size}",
            f"n = 0x{'7' * size}",
            f"n = 1.{'7' * size}e{'7' * min(size, 300)}",
            f"{' ' * size}x{' ' * size}= 1{' ' * size}y",
            f"key{' ' * size}value",
            f"{'x' * size}: {'y' * size}",
            f"#{'c' * size}\nunknown = 1",
            "[[section]]\ngap = 1",
            "section = 1",
            "section.gap.x = 1\nsection.gap = 2",
            "title = 1\ntitle = 2",
            f"a = {'1979-05-27 ' * size}",
            f"a = '{'z' * size}",
        ]
    )
    if random.random() < 0.3:
        return f"{text}\n{construct}\n"
    return f"{construct}\n{text}"


def other_encoding(text: str, random: random.Random) -> bytes:
    """Write the file as other programs would, or as none."""
    encoding = random.choice(["utf-16", "utf-32", "latin-1", "cp1252", "utf-7", "utf-8-sig"])
    content = text.replace("\n", random.choice(["\n", "\r\n", "\r"]))
    return content.encode(encoding, errors="replace")


MUTATIONS: tuple[Mutation, ...] = (
    flip_bytes,
    insert_character,
    cut,
    leave_out_line,
    repeat_line,
    exchange_values,
    replace_value,
    replace_value,
    misspell,
    scale_number,
    hostile,
    hostile,
    other_encoding,
)
"""All mutations; those that stand twice are twice as frequent."""


def mutated(text: str, random: random.Random) -> tuple[str, bytes]:
    """Return the names of one or two mutations, and the file after them."""
    first = random.choice(MUTATIONS)
    names, content = first.__name__, first(text, random)
    if isinstance(content, str) and random.random() < 0.3:
        second = random.choice(MUTATIONS)
        # the first one may have left nothing that the second could change
        with suppress(IndexError, ValueError):
            content, names = second(content, random), f"{names}, {second.__name__}"
    return names, content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def _pairs(lines: list[str]) -> list[int]:
    """Return the numbers of the lines with a key and a value."""
    return [n for n, line in enumerate(lines) if " = " in line and not line.startswith("#")]
