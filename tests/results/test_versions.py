"""Results name the commit that made them, and say whether its code was changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from platefront.results import versions

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree of one commit, the program of which asks."""
    module = tmp_path / "platefront" / "results" / "versions.py"
    page = tmp_path / "docs" / "verification.md"
    for file in (module, page):
        file.parent.mkdir(parents=True)
        file.write_text("first\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    name = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    git(tmp_path, *name, "commit", "--quiet", "--message", "first")
    monkeypatch.setattr(versions, "__file__", str(module))
    return tmp_path


def git(tree: Path, *arguments: str) -> str:
    command = ["git", "-C", str(tree), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_an_unchanged_tree_is_its_commit(tree: Path) -> None:
    assert versions.git_commit() == git(tree, "rev-parse", "HEAD")


def test_changed_code_is_told(tree: Path) -> None:
    (tree / "platefront" / "results" / "versions.py").write_text("second\n")
    assert versions.git_commit() == git(tree, "rev-parse", "HEAD") + "-dirty"


def test_changed_documentation_changes_no_result(tree: Path) -> None:
    (tree / "docs" / "verification.md").write_text("second\n")
    assert versions.git_commit() == git(tree, "rev-parse", "HEAD")


def test_outside_git_there_is_no_commit(tree: Path) -> None:
    shutil.rmtree(tree / ".git")
    assert versions.git_commit() is None
