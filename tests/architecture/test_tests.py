"""Tests are in order: what several need stands apart from them, and folders can be read."""

from __future__ import annotations

from tests.architecture.source import LARGEST_FOLDER, ROOT, entries, scripts

TESTS = [module for module in scripts() if module.path.is_relative_to(ROOT / "tests")]


def test_no_test_is_imported() -> None:
    """Helpers have modules of their own; a test that is imported is read twice."""
    wrong = [
        f"{module.place} imports {name}"
        for module in TESTS
        for name in module.imports
        if name.startswith("tests.")
        and any(part == "conftest" or part.startswith("test_") for part in name.split("."))
    ]
    assert not wrong


def test_what_folders_share_is_in_one_place() -> None:
    """From other folders than its own a test takes what is in `shared`."""
    wrong = [
        f"{module.place} imports {name}"
        for module in TESTS
        for name in module.imports
        if name.startswith("tests.")
        and not name.startswith("tests.shared")
        and name.split(".")[1] != module.path.relative_to(ROOT / "tests").parts[0]
    ]
    assert not wrong


def test_folders_read_like_a_table_of_contents() -> None:
    folders = {module.path.parent for module in TESTS} | {ROOT / "tests"}
    large = [
        str(folder.relative_to(ROOT)) for folder in folders if entries(folder) > LARGEST_FOLDER
    ]
    assert not large
