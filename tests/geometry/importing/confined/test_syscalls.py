"""Numbers of system calls are those of the kernel's headers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from platefront.geometry.importing.confined.syscalls import ARCHITECTURES, numbers

HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", r"#define __NR_(\w+) (\d+)"),
    "aarch64": ("/usr/include/asm-generic/unistd.h", r"#define __NR(?:3264)?_(\w+) (\d+)"),
}


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_numbers_are_those_of_the_headers(machine):
    path, pattern = HEADERS[machine]
    if not Path(path).is_file():
        pytest.skip("no headers of the kernel here")
    known = {name: int(number) for name, number in re.findall(pattern, Path(path).read_text())}
    given = numbers(machine)
    assert {
        name: number for name, number in given.items() if known.get(name, number) != number
    } == {}
    assert len(given.keys() & known.keys()) > 80


def test_numbers_of_a_machine_are_distinct():
    for machine in ARCHITECTURES:
        given = numbers(machine)
        assert len(set(given.values())) == len(given) > 80
    assert numbers("riscv64") == {}
