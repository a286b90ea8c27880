from __future__ import annotations

import pytest

from platefront.case.output import OutputSettings
from platefront.solvers.model.landings import Landings
from platefront.solvers.model.stopping.settings import StopSettings


def test_ten_frames_by_default():
    frames = OutputSettings().frames(StopSettings(capacity=1000.0, time=5.0))
    assert frames.times == ()
    assert frames.capacities == pytest.approx([100.0 * k for k in range(1, 10)])  # and the end


def test_default_frames_follow_time_where_there_is_no_capacity():
    frames = OutputSettings().frames(StopSettings(time=20.0))
    assert frames.times == pytest.approx([2.0 * k for k in range(1, 10)])
    assert frames.capacities == ()


def test_multiples_stop_short_of_the_end():
    output = OutputSettings(every_capacity=0.1)
    assert output.frames(StopSettings(capacity=0.3)).capacities == pytest.approx([0.1, 0.2])
    assert output.frames(StopSettings(capacity=0.35)).capacities == pytest.approx([0.1, 0.2, 0.3])


def test_given_instants_are_sorted_and_joined():
    output = OutputSettings(every_capacity=4.0, capacities=(5.0, 1.0), times=(3.0, 2.0))
    frames = output.frames(StopSettings(capacity=9.0, time=3.0))
    assert frames.times == (2.0,)  # 3 s is the end
    assert frames.capacities == (1.0, 4.0, 5.0, 8.0)


def test_every_step_needs_no_instants():
    assert OutputSettings(every_step=True).frames(StopSettings(time=1.0)) == Landings()
