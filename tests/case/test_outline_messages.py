"""Every kind of bad drawing: the whole message, the exit code, nothing written.

A folder below outlines/ holds a case, its bad drawing and the message that it must give; drawings
of folders named trusted_… are trusted, as by `--trust`. To accept changed messages, look at what
`PLATEFRONT_REWRITE_MESSAGES=1 bin/platefront test tests/case/test_outline_messages.py` has written.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from platefront.geometry.trust import trust
from tests.case.refusals import message_of
from tests.shared.case_files import ROOT

FOLDERS = sorted(p for p in (Path(__file__).parent / "outlines").iterdir() if p.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.slow
def test_bad_drawing_gives_its_message_and_writes_nothing(folder, tmp_path, monkeypatch, command):
    inputs = [path for path in folder.iterdir() if path.name != "message.txt"]
    for path in inputs:
        shutil.copyfile(path, tmp_path / path.name)
        if folder.name.startswith("trusted_"):
            trust(tmp_path / path.name)
    code, message = message_of(tmp_path / "case.toml", monkeypatch, command)
    expected = folder / "message.txt"
    if os.environ.get("PLATEFRONT_REWRITE_MESSAGES"):
        expected.write_text(message, encoding="utf-8")
    assert message == expected.read_text(encoding="utf-8")
    assert code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(p.name for p in inputs)


def test_message_of_the_tutorial_is_the_real_one():
    page = (ROOT / "docs" / "own-sections.md").read_text("utf-8")
    pinned = (Path(__file__).parent / "outlines" / "out_of_the_box" / "message.txt").read_text()
    assert pinned.splitlines()[0].replace("a.svg", "felt.svg") in page


def test_at_least_forty_kinds_are_pinned():
    assert len(FOLDERS) >= 40
