"""Names that lead to no regular file, or out of the folder of the case."""

from __future__ import annotations

import os
import socket
from functools import partial
from pathlib import Path
from random import Random

from verification.campaigns.drawings import Maker
from verification.campaigns.drawings.good import good

_ENDINGS = (".svg", ".dxf", ".geojson", ".wkt", ".msh", ".step", ".png")
_TARGETS = ("/dev/zero", "/dev/urandom", "/dev/stdin", "/proc/self/mem", "/proc/kmsg", "../kept")
_PATHS = ("../outside.svg", "/etc/passwd", "/dev/zero", "/proc/self/environ", "sub/../../kept")


def _pipe(name: str, folder: Path) -> None:
    os.mkfifo(folder / name)


def _linked_pipe(name: str, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / name).symlink_to("pipe")


def _socket(name: str, folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = os.open(folder, os.O_RDONLY)  # paths of sockets are short
        try:
            made.bind(f"/proc/self/fd/{here}/{name}")
        finally:
            os.close(here)


def _folder(name: str, folder: Path) -> None:
    (folder / name).mkdir()


def _circle(name: str, folder: Path) -> None:
    (folder / name).symlink_to(name)


def _sparse(name: str, folder: Path) -> None:
    with (folder / name).open("wb") as file:
        file.truncate(10**12)


def _unreadable(name: str, folder: Path) -> None:
    (folder / name).touch(mode=0o000)


_OBJECTS = (_pipe, _linked_pipe, _socket, _folder, _circle, _sparse, _unreadable)


def _object(index: int, rng: Random, folder: Path) -> str:
    name = f"a{rng.choice(_ENDINGS)}"
    _OBJECTS[index](name, folder)
    return name


def _linked(index: int, rng: Random, folder: Path) -> str:
    name = f"a{rng.choice(_ENDINGS)}"
    (folder / name).symlink_to(_TARGETS[index])
    return name


def _named(index: int, rng: Random, folder: Path) -> str:
    (folder.parent / "outside.svg").write_bytes(good("a.svg"))
    return _PATHS[index]


def makers() -> dict[str, list[Maker]]:
    """Return kind → makers."""
    return {
        "pipes, sockets, folders, circles of links": [
            partial(_object, index) for index in range(len(_OBJECTS))
        ],
        "links to devices and out of the folder": [
            partial(_linked, index) for index in range(len(_TARGETS))
        ],
        "paths out of the folder": [partial(_named, index) for index in range(len(_PATHS))],
    }
