"""Every kind of bad input: the whole message, the exit code, nothing written.

A folder below messages/ holds a bad case.toml and the message it must give, in which the name of a
family in braces stands for its members. To accept changed messages, look at what
`PLATEFRONT_REWRITE_MESSAGES=1 bin/platefront test tests/case/test_messages.py` has written.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from platefront.geometry.collectors.base import COLLECTORS
from platefront.geometry.collectors.curves import CURVES
from platefront.solvers.model.control import CONTROLS
from platefront.solvers.model.electrolyte.model import ELECTROLYTES
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS
from tests.case.refusals import message_of

FOLDERS = sorted(p for p in (Path(__file__).parent / "messages").iterdir() if p.is_dir())


FAMILIES = {
    "{COLLECTORS}": COLLECTORS,
    "{CURVES}": CURVES,
    "{ELECTROLYTES}": ELECTROLYTES,
    "{CONTROLS}": CONTROLS,
    "{RATE_LAWS}": RATE_LAWS,
}
MEMBERS = {
    name: ", ".join(f'"{tag}"' for tag in family.members) for name, family in FAMILIES.items()
}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_bad_case_gives_its_message_and_writes_nothing(folder, tmp_path, monkeypatch, command):
    case = tmp_path / "case.toml"
    shutil.copyfile(folder / "case.toml", case)
    code, message = message_of(case, monkeypatch, command)
    expected = folder / "message.txt"
    for name, members in MEMBERS.items():
        message = message.replace(f"= allowed: {members}\n", f"= allowed: {name}\n")
    if os.environ.get("PLATEFRONT_REWRITE_MESSAGES"):
        expected.write_text(message, encoding="utf-8")
    assert message == expected.read_text(encoding="utf-8")
    assert code == 2
    assert list(tmp_path.iterdir()) == [case]


def test_at_least_thirty_kinds_are_pinned():
    assert len(FOLDERS) >= 30


def test_file_that_does_not_exist(tmp_path, monkeypatch, command):
    code, message = message_of(tmp_path / "absent.toml", monkeypatch, command)
    assert code == 2
    assert message == (
        "error: there is no such file\n --> absent.toml\n\n"
        "1 error in absent.toml; nothing was run or written.\n"
    )


def test_folder_in_place_of_a_file(tmp_path, monkeypatch, command):
    (tmp_path / "case.toml").mkdir()
    code, message = message_of(tmp_path / "case.toml", monkeypatch, command)
    assert code == 2
    assert message.startswith("error: this is a folder, not a case file\n --> case.toml\n")
