"""Values that no key takes, and the message of a case that is refused."""

from __future__ import annotations

from pathlib import Path

JUNK = [
    "true",
    "0",
    "-1",
    "1.5",
    "nan",
    "-inf",
    "99999999999999999999999999",
    '"x"',
    '""',
    '"3 m"',
    '"-1e-300 m"',
    '"1e300 m"',
    '"0 K"',
    '"-300 degC"',
    '"1e30 mA/cm^2"',
    '"\\u0000 m"',
    '"٣ m"',
    '"1 m\\n"',
    "[]",
    '["1 m", 2, [3]]',
    "{}",
    "{ kind = 1, law = [], mode = {} }",
    "[{ a = 1 }]",
    "1979-05-27",
    "07:32:00",
    "0x1F",
]


def message_of(case: Path, monkeypatch, command) -> tuple[int, str]:
    """Exit code and error output of `platefront run`."""
    monkeypatch.chdir(case.parent)
    code, out, err = command("run", case.name)
    assert out == ""
    return code, err
