"""All figures of a run, drawn from its results folder."""

from __future__ import annotations

from pathlib import Path

from platefront.figures.current_density import current_density_figure, last_with_current
from platefront.figures.curves.cycles import cycles_figure
from platefront.figures.curves.depth_profile import depth_profile_figure
from platefront.figures.curves.share_and_gap import share_and_gap_figure
from platefront.figures.curves.voltage import has_voltage, voltage_figure
from platefront.figures.filling_sequence import filling_figure
from platefront.figures.moments import duration_if_it_turns
from platefront.figures.plating_thickness import thickness_figure
from platefront.figures.scene import load_scene
from platefront.figures.style import figure_style, save
from platefront.results.folder import ResultsFolder
from platefront.results.reading import read_results


def make_figures(folder: Path) -> list[Path]:
    """Draw the figures of a run into its `figures` folder, replacing earlier ones.

    A run without frames gives the curves only.

    Args:
        folder: results folder of a run: finished, interrupted or killed.

    Returns:
        Paths of the files.

    Raises:
        NoResultsError: the folder contains no results.
    """
    run = read_results(folder)
    target = ResultsFolder(folder).figures
    with figure_style():
        figures = {}
        if len(run.history):
            figures["bottom_share_and_gap"] = share_and_gap_figure({run.name: run.history})
        if has_voltage(run.history):
            figures["voltage"] = voltage_figure(run.history)
        if len(run.cycles) > 1:
            figures["cycles"] = cycles_figure(run.cycles)
        if len(run.depth_profile):
            figures["depth_profile"] = depth_profile_figure(run.depth_profile)
        if run.frames:
            capacities = [frame.capacity for frame in run.frames]
            duration = duration_if_it_turns(capacities, run.frames[-1].time)
            flowing, last = last_with_current(run.frames), load_scene(run.frames[-1])
            figures["current_density"] = current_density_figure(flowing, duration)
            figures["plating_thickness"] = thickness_figure(last, duration)
            figures["filling_sequence"] = filling_figure(run.frames)
        return [save(figure, target / f"{name}.png") for name, figure in figures.items()]
