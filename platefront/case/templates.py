"""Shipped cases as templates: listed, and copied with the files that they refer to.

`platefront/templates` is a link to the folder `cases` of the checkout, which an installed wheel has
a copy of.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

from platefront.case.problems import CaseError, suggestion

_FOLDER = Path(__file__).parents[1] / "templates"
_ENDINGS = (".csv", ".png", ".svg")


def templates() -> dict[str, str]:
    """Return name and title of every template, in order of their names: `quick/foil`."""
    names = {}
    for path in sorted(_FOLDER.rglob("*.toml")):
        title = tomllib.loads(path.read_text(encoding="utf-8")).get("title", "")
        names[path.relative_to(_FOLDER).with_suffix("").as_posix()] = str(title)
    return names


def copy_template(name: str, folder: Path) -> list[Path]:
    """Copy a template with its comments, and the files that it names, into a folder.

    Args:
        name: name of the template, with or without `.toml`.
        folder: folder to copy to; it is made if it is absent. Nothing in it is replaced.

    Returns:
        The files written, the case first.

    Raises:
        CaseError: there is no such template, or a file of the name is there.
        OSError: a file cannot be written.
    """
    name = name.removesuffix(".toml")
    known = templates()
    if name not in known:
        hints = [f" {hint[0].upper()}{hint[1:]}" for _, hint in suggestion(name, known)]
        raise CaseError(
            f'there is no template "{name}".{"".join(hints)} `platefront init` lists all.'
        )
    sources = [_FOLDER / f"{name}.toml", *_named_in(_FOLDER / f"{name}.toml")]
    targets = [folder / source.name for source in sources]
    for target in targets:
        if target.exists() or target.is_symlink():
            raise CaseError(
                f"{target} is there already; choose another folder. Nothing was written."
            )
    folder.mkdir(parents=True, exist_ok=True)
    for source, target in zip(sources, targets, strict=True):
        shutil.copyfile(source, target)
    return targets


def _named_in(case: Path) -> Iterator[Path]:
    """Yield the files beside a case that its text names in quotes."""
    text = case.read_text(encoding="utf-8")
    for path in sorted(case.parent.iterdir()):
        if path.suffix in _ENDINGS and f'"{path.name}"' in text:
            yield path
