"""Store of results: NAME.json and NAME.png for each benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from platefront.figures.style import figure_style, save
from platefront.results.files import replace_text
from platefront.results.folder import NoResultsError
from verification.result import Result

WIDEST = 960
"""Width of figures for a browser [pixels]."""


@dataclass(frozen=True, slots=True)
class Store:
    """Folders of results and figures.

    Attributes:
        results: folder of NAME.json.
        pictures: folder of NAME.png.
    """

    results: Path
    pictures: Path

    @classmethod
    def beside(cls, page: Path) -> Store:
        """Return the store of a page: docs/verification and docs/images/verification."""
        return cls(page.parent / page.stem, page.parent / "images" / page.stem)

    @classmethod
    def folder(cls, path: Path) -> Store:
        """Return a store with all files in one folder."""
        return cls(path, path)

    def result_file(self, name: str) -> Path:
        """Return the path of the result of a benchmark."""
        return self.results / f"{name}.json"

    def picture(self, name: str) -> Path:
        """Return the path of the figure of a benchmark."""
        return self.pictures / f"{name}.png"

    def write(self, result: Result, figure: Figure | None) -> None:
        """Store a result, replacing an earlier one."""
        self.results.mkdir(parents=True, exist_ok=True)
        replace_text(self.result_file(result.name), result.to_json())
        picture = self.picture(result.name)
        if figure is None:
            picture.unlink(missing_ok=True)
            return
        with figure_style():
            # `save` adds a margin of 0.2 inches
            save(figure, picture, int(WIDEST / (figure.get_figwidth() + 0.2)))

    def read(self, name: str) -> Result | None:
        """Read the result of a benchmark; None if none is stored.

        Raises:
            NoResultsError: the file exists but is not a result.
        """
        path = self.result_file(name)
        if not path.is_file():
            return None
        try:
            return Result.from_json(path.read_text(encoding="utf-8"))
        except (ValueError, KeyError, TypeError) as error:
            raise NoResultsError(f"{path} is no result of `platefront verify`: {error!r}") from None
