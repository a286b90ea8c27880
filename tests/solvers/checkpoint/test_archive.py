"""Files of checkpoints: complete or not there; damaged, foreign and newer ones are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from platefront.solvers.state.checkpoint.archive import (
    VERSION,
    CheckpointError,
    read_archive,
    write_archive,
)
from platefront.solvers.state.checkpoint.encoding import Encoder

CONTENT: dict[str, Any] = {"numbers": np.linspace(0.0, 1.0, 1000), "steps": 3}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "checkpoint.npz"
    write_archive(path, CONTENT, Encoder({}))
    return path


def test_it_reads_back(file: Path) -> None:
    again = read_archive(file, {})
    assert again["steps"] == 3
    assert np.array_equal(again["numbers"], CONTENT["numbers"])
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_a_later_one_replaces_it(file: Path) -> None:
    write_archive(file, CONTENT | {"steps": 4}, Encoder({}))
    assert read_archive(file, {})["steps"] == 4


def test_it_stays_where_the_next_one_cannot_be_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        write_archive(file, CONTENT | {"steps": 4}, Encoder({}))
    assert read_archive(file, {})["steps"] == 3


def test_each_cut_and_each_flipped_bit_is_noticed(file: Path) -> None:
    whole = file.read_bytes()
    generator = np.random.default_rng(1)
    for length in generator.integers(0, len(whole), 20):
        file.write_bytes(whole[:length])
        with pytest.raises(CheckpointError, match="damaged"):
            read_archive(file, {})
    noticed = 0
    for place in generator.integers(0, len(whole), 40):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << int(generator.integers(8))
        file.write_bytes(bytes(flipped))
        try:
            again = read_archive(file, {})
        except CheckpointError:
            noticed += 1
        else:  # a date or another entry that is no content
            assert np.array_equal(again["numbers"], CONTENT["numbers"])
    assert noticed >= 30, f"{noticed} of 40 flipped bits noticed"


def test_a_missing_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="there is no checkpoint"):
        read_archive(tmp_path / "checkpoint.npz", {})


def test_another_archive_is_none(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, numbers=np.ones(3))
    with pytest.raises(CheckpointError, match="damaged, or no checkpoint"):
        read_archive(path, {})
    path.write_text("no archive")
    with pytest.raises(CheckpointError, match="damaged, or no checkpoint"):
        read_archive(path, {})


def test_pickled_objects_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "pickled.npz"
    np.savez(path, tree=np.array([{"program": "platefront checkpoint"}], dtype=object))
    with pytest.raises(CheckpointError, match="damaged, or no checkpoint"):
        read_archive(path, {})


@pytest.mark.parametrize(("version", "said"), [(VERSION + 1, "newer"), (0, "other")])
def test_another_version_is_refused(tmp_path: Path, version: int, said: str) -> None:
    path = tmp_path / "newer.npz"
    head = {"program": "platefront checkpoint", "version": version, "arrays": 0, "tree": {}}
    np.savez(path, tree=np.frombuffer(json.dumps(head).encode(), dtype=np.uint8))
    with pytest.raises(CheckpointError, match=f"version {version} of the format, {said}"):
        read_archive(path, {})
