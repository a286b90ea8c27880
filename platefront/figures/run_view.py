"""Tables and states of a run for its figures, each state read once."""

from __future__ import annotations

from functools import cached_property, lru_cache

from platefront.figures.moments import chosen_moments, moment_text, turns
from platefront.figures.scene import Scene, load_scene
from platefront.results.reading import RunResults

MOST_MOMENTS = 6
_LOOKED_AT = 6
"""Number of last frames of which one is expected to have a current."""


class RunView:
    """Run to be drawn.

    Attributes:
        run: its results.
        frame: index of the frame that figures of one state show; None for the last one.
    """

    def __init__(self, run: RunResults, frame: int | None = None) -> None:
        self.run = run
        self.frame = frame
        self._scene = lru_cache(maxsize=None)(lambda index: load_scene(run.frames[index]))

    @property
    def title(self) -> str:
        """Title of the case."""
        return self.run.title

    @cached_property
    def turns(self) -> bool:
        """True for a run that plates and strips."""
        return turns(self.run.history["capacity_mAh_per_cm2"].to_numpy())

    @cached_property
    def state(self) -> Scene:
        """State of the wanted frame, or the last one."""
        return self._at(len(self.run.frames) - 1 if self.frame is None else self.frame)

    @cached_property
    def flowing(self) -> Scene:
        """State of the wanted frame, or the last one at which a current flows.

        A run may end with a rest, of which the last states have none. Without any current it is the
        last state.
        """
        if self.frame is None:
            last = len(self.run.frames) - 1
            for index in range(last, max(last - _LOOKED_AT, -1), -1):
                if self._at(index).carries_current:
                    return self._at(index)
        return self.state

    @cached_property
    def sequence(self) -> list[Scene]:
        """States at the moments that show how the section fills, the first and the last included.

        A few frames are all shown; see `moments` for the choice among many.
        """
        capacities = [frame.capacity for frame in self.run.frames]
        return [self._at(index) for index in chosen_moments(capacities, MOST_MOMENTS)]

    @cached_property
    def scenes(self) -> list[Scene]:
        """All states, in the order of time."""
        return [self._at(index) for index in range(len(self.run.frames))]

    def moment(self, scene: Scene) -> str:
        """Return the name of the moment of a state."""
        return moment_text(scene.capacity, scene.time, turns=self.turns)

    def _at(self, index: int) -> Scene:
        return self._scene(index)
