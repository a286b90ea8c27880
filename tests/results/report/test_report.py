"""Report: everything is in the page, it says what the files say, and text stays text."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from platefront.commands.figures import default_file
from platefront.report.page import report_text, write_report
from platefront.results.folder import NoResultsError, ResultsFolder, create_folder
from platefront.results.reading import read_results

_VOID = {"meta", "img", "input", "br"}
_ADDRESSES = {"src", "href", "srcset", "poster", "data", "action"}


@dataclass
class ParsedPage(HTMLParser):
    """Elements of a page: rows of cells, pictures, addresses; refuses what is not closed."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    pictures: list[dict[str, str | None]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [str(value) for name, value in attrs if name in _ADDRESSES]
        if tag == "img":
            self.pictures.append(dict(attrs))
        if tag in ("th", "td"):
            self.cells.append("")
        if tag == "tr":
            self.cells = []
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "tr" and self.cells:
            self.rows[self.cells[0]] = self.cells[1:]

    def handle_data(self, data: str) -> None:
        if any(tag in self.open for tag in ("th", "td")):
            self.cells[-1] += data


def parsed(text: str) -> ParsedPage:
    page = ParsedPage()
    page.feed(text)
    page.close()
    assert not page.open
    return page


@pytest.fixture(scope="module")
def both(pair: tuple[Path, Path]) -> ParsedPage:
    return parsed(report_text([read_results(folder) for folder in pair]))


def test_nothing_is_fetched(both: ParsedPage) -> None:
    assert both.addresses
    for address in both.addresses:
        assert address.startswith("data:image/png;base64,")


def test_pictures_have_their_size_and_a_text(both: ParsedPage) -> None:
    for picture in both.pictures:
        content = base64.b64decode(str(picture["src"]).partition(",")[2], validate=True)
        with Image.open(BytesIO(content)) as image:
            size = (int(str(picture["width"])), int(str(picture["height"])))
            assert max(abs(a - b) for a, b in zip(image.size, size, strict=True)) <= 1
        assert picture["alt"]


def test_numbers_are_those_of_the_summaries(both: ParsedPage, pair: tuple[Path, Path]) -> None:
    shares = [read_results(folder).summary["bottom_share"] for folder in pair]
    assert both.rows["bottom share"] == [*(f"{share:.4g}" for share in shares), ""]
    areas = [read_results(folder).summary["ledger"]["area"] for folder in pair]
    assert both.rows["area"] == [*(f"{a['largest_residue']:.1e}" for a in areas), "1e-06"]


def test_each_state_is_in_the_animation(both: ParsedPage, pair: tuple[Path, Path]) -> None:
    states = [picture for picture in both.pictures if str(picture["alt"]).startswith("section at")]
    assert len(states) == sum(len(read_results(folder).frames) for folder in pair)
    assert sum("hidden" not in picture for picture in states) == len(pair)


def test_keys_in_which_cases_differ(new_run: Callable[[str], Path]) -> None:
    one, other = new_run("one"), new_run("other")
    file = ResultsFolder(other).case
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n[section]\norientation = 'upright'\n", encoding="utf-8")
    page = parsed(report_text([read_results(one), read_results(other)]))
    assert page.rows["section.orientation"] == ["–", "upright"]


def test_beyond_its_limit_a_residue_says_so(new_run: Callable[[str], Path]) -> None:
    run = read_results(new_run("leaky"))
    run.summary["ledger"]["area"]["largest_residue"] = 0.02
    assert parsed(report_text([run])).rows["area"] == ["2.0e-02 beyond", "1e-06"]


def test_text_of_a_case_stays_text(new_run: Callable[[str], Path]) -> None:
    folder = new_run("run")
    file = ResultsFolder(folder).case
    file.write_text("title = '<script>alert(1)</script>'\n", encoding="utf-8")
    text = report_text([read_results(folder)])
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_same_runs_give_the_same_page(pair: tuple[Path, Path], tmp_path: Path) -> None:
    pages = [write_report(pair[:1], tmp_path / name) for name in ("one.html", "two.html")]
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoResultsError):
        write_report([tmp_path], tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_report_does_not_outlive_its_run(new_run: Callable[[str], Path]) -> None:
    folder = new_run("run")
    report = default_file([folder])
    write_report([folder], report)
    create_folder(folder, True)
    assert report == folder / "report.html"
    assert not report.exists()
