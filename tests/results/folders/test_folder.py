from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from platefront.results.folder import ResultsFolder, ResultsFolderError, create_folder


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_absent_and_empty_folders_are_used(tmp_path: Path) -> None:
    assert create_folder(tmp_path / "deep" / "down", False).fields.is_dir()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert create_folder(empty, False).path == empty


def test_results_are_not_overwritten_and_stay_untouched(new_run: Callable[[str], Path]) -> None:
    folder = new_run("done")
    before = content(folder)
    with pytest.raises(ResultsFolderError, match=r"already holds results.*--force"):
        create_folder(folder, False)
    assert content(folder) == before


def test_force_replaces_results_and_nothing_else(new_run: Callable[[str], Path]) -> None:
    folder = new_run("done")
    (folder / "notes.txt").write_text("mine")
    create_folder(folder, True)
    assert content(folder) == {"notes.txt": b"mine"}
    assert ResultsFolder(folder).fields.is_dir()


@pytest.mark.parametrize("summary", [None, "not json", "[]", '{"program": "another"}'])
def test_force_spares_folders_of_other_origin(tmp_path: Path, summary: str | None) -> None:
    (tmp_path / "case.toml").write_text("mine")
    if summary is not None:
        (tmp_path / "summary.json").write_text(summary)
    before = content(tmp_path)
    with pytest.raises(ResultsFolderError, match="not results of platefront"):
        create_folder(tmp_path, True)
    assert content(tmp_path) == before


def test_force_does_not_follow_links_out_of_the_folder(
    new_run: Callable[[str], Path], tmp_path: Path
) -> None:
    folder, outside = new_run("done"), tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("mine")
    (folder / "figures").symlink_to(outside)
    create_folder(folder, True)
    assert (outside / "precious.txt").exists()
    assert not (folder / "figures").is_symlink()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(ResultsFolderError, match="is not a folder"):
        create_folder(file, True)
    with pytest.raises(ResultsFolderError, match="cannot create the results folder"):
        create_folder(file / "below", True)
    assert file.read_text() == "mine"
