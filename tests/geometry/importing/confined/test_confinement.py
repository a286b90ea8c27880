"""A reader in confinement can do nothing but read its file, whatever it tries."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from platefront.geometry.importing.confined import confinement, landlock, process, seccomp
from platefront.geometry.importing.confined.formats import Format
from platefront.geometry.importing.confined.process import Request, read_confined
from platefront.geometry.importing.confined.transfer import drawing_of
from platefront.geometry.importing.drawing import DrawingError

CALLS = seccomp.available()
FILES = landlock.version() > 0
with_calls = pytest.mark.skipif(not CALLS, reason="the kernel filters no system calls")
with_files = pytest.mark.skipif(not FILES, reason="the kernel has no Landlock")

REFUSED = {f"refused: {errno.EPERM}", f"refused: {errno.EACCES}"}


def request(function: str, *arguments: str, content: bytes = b"felt") -> Request:
    kind = Format("hostile_readers", function, 1000)
    return Request(kind, "a.svg", content, arguments, package="tests.geometry.importing.confined")


def told(function: str, *arguments: str) -> str:
    """The note of what a reader gives back."""
    (note,) = drawing_of(read_confined(request(function, *arguments))).notes
    return note


def refusal(function: str) -> str:
    """Message with which a reader is ended."""
    with pytest.raises(DrawingError) as caught:
        drawing_of(read_confined(request(function)))
    assert str(caught.value).startswith("a.svg: ")
    assert len(str(caught.value)) < 400
    return str(caught.value)


@pytest.fixture
def short(monkeypatch):
    """Limits of time that a test can wait for."""
    monkeypatch.setattr(process, "READING_TIME", 3.0)


def test_reader_reads_its_file_as_often_as_it_likes_and_may_use_threads():
    assert drawing_of(read_confined(request("echo"))).notes == ("felt", "felt")


def test_large_content_is_handed_over_whole():
    content = b"x" * 3_000_000
    found = read_confined(request("echo", content=content))
    assert drawing_of(found).notes == (content.decode(),) * 2


@with_calls
@pytest.mark.parametrize("what", ["fork", "vfork", "exec", "socket", "kill", "limits"])
def test_no_process_socket_signal_or_new_limit(what):
    assert told("attempt", what) in REFUSED


@with_calls
@pytest.mark.parametrize("what", ["system", "popen"])
def test_no_program_is_started(what, tmp_path):
    assert told("attempt", what, str(tmp_path / "made")) in REFUSED
    assert list(tmp_path.iterdir()) == []


@with_calls
def test_memory_file_cannot_be_made():
    assert told("attempt", "memory file") in REFUSED


@with_calls
@pytest.mark.parametrize("what", ["write", "mkdir", "mkfifo"])
def test_nothing_is_made(what, tmp_path):
    assert told("attempt", what, str(tmp_path / "made")) in REFUSED
    assert list(tmp_path.iterdir()) == []


@with_calls
@pytest.mark.parametrize("what", ["write", "append", "unlink", "chmod", "truncate", "touch"])
def test_nothing_is_changed(what, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("kept")
    before = kept.stat()
    assert told("attempt", what, str(kept)) in REFUSED
    assert kept.read_text() == "kept"
    after = kept.stat()
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)


@with_calls
@pytest.mark.parametrize("what", ["rename", "link", "symlink"])
def test_nothing_is_moved_or_linked(what, tmp_path):
    (tmp_path / "kept").write_text("kept")
    assert told("attempt", what, str(tmp_path / "kept"), str(tmp_path / "made")) in REFUSED
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@with_calls
def test_no_connection_is_made():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        assert told("attempt", "connect", str(server.getsockname()[1])) in REFUSED
        with pytest.raises(TimeoutError):
            server.accept()


@with_files
@pytest.mark.parametrize("file", ["secret", "/etc/passwd", "/proc/self/environ", "/dev/zero"])
def test_no_other_file_is_read(file, tmp_path):
    (tmp_path / "secret").write_text("secret")
    assert told("attempt", "read", str(tmp_path / file)) in REFUSED


@with_files
def test_no_file_beside_the_program_is_read_and_no_folder_listed(tmp_path):
    beside = confinement.package_root() / "pyproject.toml"
    if beside.is_file():  # in a checkout
        assert told("attempt", "read", str(beside)) in REFUSED
    assert told("attempt", "list", str(tmp_path)) in REFUSED


def test_endless_loop_is_ended(short):
    begun = time.monotonic()
    assert "reading it took longer than 3 s" in refusal("loop")
    assert time.monotonic() - begun < 20


def test_endless_wait_is_ended(short):
    assert "reading it took longer than 3 s" in refusal("sleep")


@pytest.mark.long
def test_endless_loop_is_ended_by_the_limit_of_the_processor(monkeypatch):
    monkeypatch.setattr(process, "READING_TIME", 600.0)  # the machine may be busy
    assert f"longer than {confinement.PROCESSOR_TIME} s of processor time" in refusal("loop")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is not limited elsewhere")
def test_hundred_gigabytes_are_not_given():
    assert "takes more than" in (said := refusal("allocate"))
    assert "of memory" in said


def test_endless_recursion_is_told():
    assert "nested too deep" in refusal("recurse")


@pytest.mark.parametrize(("function", "signal"), [("crash", "SIGSEGV"), ("abort", "SIGABRT")])
def test_crash_is_told(function, signal):
    assert f"the reader crashed ({signal})" in refusal(function)


def test_error_of_a_library_is_told_in_short():
    assert "the file cannot be read: KeyError: 'xxxx" in refusal("stumble")


def test_end_without_an_answer_is_told():
    assert "the reader failed (status 3)" in refusal("leave")


def test_endless_output_is_ended(short):
    assert "longer than 3 s" in refusal("babble")


def test_content_without_bounds_is_refused():
    assert "its content takes more than 1.074 GB" in refusal("much")


def test_answer_that_is_no_data_is_refused():
    assert "gave no valid answer" in refusal("lie")


def test_nothing_of_the_users_environment_is_handed_over(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    monkeypatch.setenv("PYTHONSTARTUP", "/x")
    started = process._started(request("echo"), Path("/x"), ())
    try:
        if Path("/proc").is_dir():
            environment = b""
            while not environment:  # it is there before the interpreter of the process starts
                environment = Path(f"/proc/{started.pid}/environ").read_bytes()
            assert b"LC_ALL=C.UTF-8" in environment
            assert b"s3cret" not in environment
            assert b"PYTHONSTARTUP" not in environment
    finally:
        process._end(started)


def test_descriptors_of_the_program_are_not_inherited(tmp_path):
    (tmp_path / "secret").write_text("secret")
    descriptor = os.open(tmp_path / "secret", os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        said = told("attempt", "read", f"/proc/self/fd/{descriptor}")
        assert "secret" not in said
    finally:
        os.close(descriptor)


def test_reader_works_where_the_kernel_offers_nothing(monkeypatch):
    """The fallback without memory files: the content stands in a folder of its own."""
    monkeypatch.delattr(os, "memfd_create", raising=False)
    assert drawing_of(read_confined(request("echo"))).notes == ("felt", "felt")


def test_measures_are_stated():
    assert str(replace(confinement.offered(), calls=False, files=False)) == (
        "limits of memory and time; not system calls and files"
    )
    whole = replace(confinement.offered(), calls=True, files=True)
    assert str(whole) == "limits of memory and time, system calls (seccomp), files (Landlock)"
