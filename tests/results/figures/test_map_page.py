"""Pages of maps: nothing overlaps, whatever the proportions of the section."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from platefront.figures.comparison import comparison_figure
from platefront.figures.map_page import map_page
from platefront.figures.maps.concentration import CONCENTRATION, concentration_figure
from platefront.figures.maps.filling_sequence import filling_figure
from platefront.figures.run_figure import RunFigure
from platefront.figures.run_figures import FIGURES
from platefront.figures.run_view import RunView
from platefront.figures.scene import Scene, load_scene
from platefront.figures.style import COLUMN, MM_PER_INCH, PAGE, column_style
from platefront.results.reading import Frame, RunResults
from tests.shared.synthetic import synthetic_fields

LEGEND = [Patch(label=name) for name in ("collector", "lithium", "trapped electrolyte")]
ASPECTS = (0.03, 0.6, 2.5, 12.0)
"""Width over height, from a wire's gap to a wide foil."""


def texts(figure: Figure) -> list[Bbox]:
    """Places of all texts that are seen [pixels]."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    found = figure.findobj(lambda part: isinstance(part, Text) and part.get_text().strip() != "")
    figure.draw(renderer)
    out_of_view = {
        id(label)
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    seen = [text for text in found if text.get_visible() and id(text) not in out_of_view]
    return [text.get_window_extent(renderer) for text in seen]


def overlap(one: Bbox, other: Bbox) -> float:
    """Side of the area that two boxes share [pixels], 0 if they do not."""
    both = Bbox.intersection(one, other)
    return 0.0 if both is None else min(both.width, both.height)


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize(("panels", "bar"), [(1, True), (5, False), (6, True)])
def test_texts_and_panels_are_apart(aspect: float, panels: int, bar: bool) -> None:
    with column_style():
        page = map_page(
            "A case with a title that does not fit into one line of the column", "shown", aspect,
            LEGEND, panels=panels, title_rows=2 if panels > 1 else 0, bar=bar,
        )  # fmt: skip
        for axes in page.panels:
            axes.set(xlim=(0.0, 300.0 * aspect), ylim=(0.0, 300.0))
            if panels > 1:
                axes.set_title("0.118\n12.5 h")
                axes.tick_params(labelbottom=page.size[0] >= 12.0, labelleft=False)
        if bar:
            page.add_bar(ScalarMappable(), "salt concentration [mol/L]")
        boxes = texts(page.figure)
        assert outside(page.figure) < 0.3
    dots = page.figure.dpi
    assert page.figure.get_figwidth() * MM_PER_INCH == pytest.approx(COLUMN)
    worst = max((overlap(*pair) for pair in combinations(boxes, 2)), default=0.0)
    assert worst < 0.6 / MM_PER_INCH * dots
    places = [axes.get_position() for axes in page.figure.axes]
    assert max((overlap(*pair) for pair in combinations(places, 2)), default=0.0) == 0.0
    shape = page.panels[0].get_window_extent()
    assert shape.width / shape.height == pytest.approx(aspect, rel=1e-9)


def outside(figure: Figure) -> float:
    """Length by which a text reaches out of the figure [mm]."""
    boxes, whole = texts(figure), figure.bbox
    beyond = [max(-box.x0, -box.y0, box.x1 - whole.x1, box.y1 - whole.y1, 0.0) for box in boxes]
    return max(beyond) / figure.dpi * MM_PER_INCH


@pytest.mark.parametrize("figure", FIGURES, ids=[figure.name for figure in FIGURES])
def test_no_text_is_cut_off(full_run: RunResults, figure: RunFigure) -> None:
    full = replace(full_run, title="A title of several words " * 4)
    with column_style():
        page = figure.draw(RunView(full))
        assert page.get_figwidth() * MM_PER_INCH == pytest.approx(COLUMN)
        assert outside(page) < 0.3


@pytest.mark.parametrize("stretch", [0.05, 1.0, 30.0])
def test_comparisons_of_thin_and_wide_sections_are_laid_out(
    run: RunResults, monkeypatch: pytest.MonkeyPatch, stretch: float
) -> None:
    """Maps of tall thin sections were left without a place, with a warning."""

    def stretched(frame: Frame) -> Scene:
        scene, sideways = load_scene(frame), np.array([stretch, 1.0])
        shapes = {
            name: shapely.transform(getattr(scene, name), lambda points: points * sideways)
            for name in ("collector", "deposit", "dead", "pockets")
        }
        return replace(
            scene,
            width=stretch * scene.width,
            points=scene.points * sideways,
            front_points=scene.front_points * sideways,
            **shapes,
        )

    monkeypatch.setattr("platefront.figures.comparison.load_scene", stretched)
    with column_style():
        page = comparison_figure({"inverted": run, "upright": run})
        assert page.get_figwidth() * MM_PER_INCH <= PAGE
        assert outside(page) < 0.3
        titles = [axes.get_title(loc="left") for axes in page.axes[:2]]
        assert titles == ["inverted\n0.6 mAh/cm²", "upright\n0.6 mAh/cm²"]
        worst = max(overlap(*pair) for pair in combinations(texts(page), 2))
        assert worst < 0.6 / MM_PER_INCH * page.dpi


def test_panels_are_as_large_as_fits() -> None:
    def columns(aspect: float) -> int:
        return map_page("", "", aspect, LEGEND, panels=6, title_rows=1).columns

    assert columns(0.1) == 6
    assert columns(0.6) == 3
    assert columns(8.0) == 1


def test_a_page_without_a_bar_has_no_place_for_one() -> None:
    with pytest.raises(ValueError, match="no place for a colour bar"):
        map_page("", "", 1.0, LEGEND).add_bar(ScalarMappable(), "")


def test_the_title_of_the_case_is_on_top(run: RunResults) -> None:
    named = replace(run, title="Inverted cloth")
    figure = filling_figure(RunView(named))
    assert figure.get_suptitle() == "Inverted cloth"


def test_the_minimum_of_the_concentration_is_marked(run: RunResults) -> None:
    fields = synthetic_fields(12)
    figure = concentration_figure(RunView(run))
    (mark,) = figure.axes[0].lines
    lowest = fields.points[np.argmin(fields.concentration)]
    assert (mark.get_xdata()[0], mark.get_ydata()[0]) == pytest.approx(tuple(lowest))
    entries = [text.get_text() for text in figure.legends[0].get_texts()]
    assert f"lowest, {1e-3 * fields.concentration.min():.3g} mol/L" in entries
    (low, high) = figure.axes[1].get_ylim()
    assert (low, high) == pytest.approx((1e-3 * fields.concentration.min(), 1.0), rel=1e-3)


def test_a_uniform_concentration_is_not_drawn(run: RunResults) -> None:
    even = {"min_concentration_mol_per_m3": 1000.0, "max_concentration_mol_per_m3": 1000.0}
    uniform = replace(run, history=run.history.assign(**even))
    assert CONCENTRATION.lacks(uniform) == "the concentration is uniform"
    assert CONCENTRATION.lacks(run) is None
