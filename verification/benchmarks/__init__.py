"""List of all benchmarks, in the order of the page.

A new benchmark is a module that is imported and listed here;
`bin/platefront verify NAME --page docs/verification.md` adds it to the page.
"""

from __future__ import annotations

from verification.benchmarks import (
    capillary_depletion,
    capillary_front,
    concentrated_cell,
    constant_voltage,
    copper_trench,
    depleting_front,
    growing_wire,
    interruption,
    inverted_pair,
    linear_sweep,
    manufactured_hosts_space,
    manufactured_hosts_time,
    manufactured_kinetics,
    manufactured_moving_space,
    manufactured_moving_time,
    manufactured_solids_space,
    manufactured_solids_time,
    manufactured_space,
    manufactured_time,
    parallel_plates,
    perturbed_front,
    planar_plating,
    potential_step,
    pulse_reverse,
    pulse_train,
    separator_cell,
    strip_edge,
    wire_cycles,
)
from verification.finding import Benchmark

BENCHMARKS: tuple[Benchmark, ...] = (
    planar_plating.BENCHMARK,
    depleting_front.BENCHMARK,
    growing_wire.BENCHMARK,
    perturbed_front.BENCHMARK,
    capillary_front.BENCHMARK,
    capillary_depletion.BENCHMARK,
    strip_edge.BENCHMARK,
    copper_trench.BENCHMARK,
    pulse_reverse.BENCHMARK,
    parallel_plates.BENCHMARK,
    inverted_pair.BENCHMARK,
    interruption.BENCHMARK,
    potential_step.BENCHMARK,
    linear_sweep.BENCHMARK,
    constant_voltage.BENCHMARK,
    concentrated_cell.BENCHMARK,
    separator_cell.BENCHMARK,
    pulse_train.BENCHMARK,
    wire_cycles.BENCHMARK,
    manufactured_space.BENCHMARK,
    manufactured_time.BENCHMARK,
    manufactured_moving_space.BENCHMARK,
    manufactured_moving_time.BENCHMARK,
    manufactured_kinetics.BENCHMARK,
    manufactured_hosts_space.BENCHMARK,
    manufactured_hosts_time.BENCHMARK,
    manufactured_solids_space.BENCHMARK,
    manufactured_solids_time.BENCHMARK,
)
