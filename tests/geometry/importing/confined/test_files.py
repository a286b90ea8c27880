"""Only regular files within a size and a folder are read, whatever a path leads to."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from platefront.geometry.importing.files import FileRefusedError, read_regular, size_text

LIMIT = 1000


def test_regular_file_is_read(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * LIMIT)
    assert read_regular(tmp_path / "a", LIMIT) == b"x" * LIMIT
    (tmp_path / "empty").touch()
    assert read_regular(tmp_path / "empty", LIMIT) == b""


def test_larger_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(FileRefusedError, match=r"has 1000 GB; at most 1 kB are read"):
        read_regular(tmp_path / "sparse", LIMIT)


@pytest.mark.parametrize("linked", [False, True])
def test_named_pipe_is_refused_at_once(linked, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    path = tmp_path / "pipe"
    if linked:
        path = tmp_path / "link"
        path.symlink_to("pipe")
    with pytest.raises(FileRefusedError, match="is a named pipe, not a regular file"):
        read_regular(path, LIMIT)


def test_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # paths of sockets are short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s")
        with pytest.raises(FileRefusedError, match="is a socket"):
            read_regular(Path("s"), LIMIT)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/urandom", "/dev/tty"])
@pytest.mark.parametrize("linked", [False, True])
def test_device_is_refused(device, linked, tmp_path):
    path = Path(device)
    if not path.exists():
        pytest.skip(f"no {device} here")
    if linked:
        path = tmp_path / "drawing.svg"
        path.symlink_to(device)
    with pytest.raises(FileRefusedError, match="is a device, not a regular file"):
        read_regular(path, LIMIT)


def test_file_without_a_size_is_refused():
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("no /proc here")
    with pytest.raises(FileRefusedError, match="is no ordinary file"):
        read_regular(path, LIMIT)


def test_folder_and_missing_file_are_errors_of_the_system(tmp_path):
    with pytest.raises(IsADirectoryError):
        read_regular(tmp_path, LIMIT)
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "none", LIMIT)
    (tmp_path / "dangling").symlink_to("none")
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "dangling", LIMIT)


def test_links_in_a_circle_and_null_characters_are_refused(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises((FileRefusedError, OSError), match=r"itself|[Ll]ink"):
        read_regular(tmp_path / "a", LIMIT)
    with pytest.raises(FileRefusedError, match="null character"):
        read_regular(tmp_path / "a\0b", LIMIT)


class TestWithinAFolder:
    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "case"
        (folder / "sub").mkdir(parents=True)
        (folder / "sub" / "a").write_bytes(b"inside")
        (tmp_path / "secret").write_bytes(b"outside")
        (tmp_path / "case2").mkdir()
        (tmp_path / "case2" / "a").write_bytes(b"outside")
        return folder

    @pytest.mark.parametrize("path", ["sub/a", "sub/../sub/a", "../case/sub/a"])
    def test_what_ends_inside_is_read(self, path, folder):
        assert read_regular(folder / path, LIMIT, within=folder) == b"inside"

    def test_link_that_stays_inside_is_followed(self, folder):
        (folder / "link").symlink_to("sub/a")
        (folder / "linked").symlink_to("sub")
        assert read_regular(folder / "link", LIMIT, within=folder) == b"inside"
        assert read_regular(folder / "linked" / "a", LIMIT, within=folder) == b"inside"

    @pytest.mark.parametrize("path", ["../secret", "sub/../../secret", "../case2/a", "/etc/passwd"])
    def test_what_ends_outside_is_refused(self, path, folder):
        with pytest.raises(FileRefusedError, match="lies outside"):
            read_regular(folder / path, LIMIT, within=folder)

    @pytest.mark.parametrize("target", ["../secret", "/etc/passwd", "/dev/zero", "/proc/1/environ"])
    def test_link_out_is_refused(self, target, folder):
        (folder / "link").symlink_to(target)
        with pytest.raises(FileRefusedError, match="lies outside"):
            read_regular(folder / "link", LIMIT, within=folder)

    def test_linked_folder_out_is_refused(self, folder):
        (folder / "out").symlink_to("..")
        with pytest.raises(FileRefusedError, match="lies outside"):
            read_regular(folder / "out" / "secret", LIMIT, within=folder)

    def test_case_folder_may_itself_be_linked(self, folder, tmp_path):
        (tmp_path / "link").symlink_to("case")
        within = tmp_path / "link"
        assert read_regular(within / "sub" / "a", LIMIT, within=within) == b"inside"


def test_sizes_are_readable():
    assert [size_text(size) for size in (12, 1000, 20_000_000)] == ["12 bytes", "1 kB", "20 MB"]
