"""The results folder of a made-up run."""

from __future__ import annotations

from pathlib import Path

from platefront.results.folder import create_folder
from platefront.results.recorder import Recorder
from tests.shared.synthetic import HEIGHT, INVERTED, SURFACES, WIDTH, synthetic_run

STEPS, EVERY = 12, 4


def write_run(folder: Path, rates: tuple[float, float, float] = INVERTED) -> Path:
    recorder = Recorder(
        create_folder(folder, False), Path("made_up.toml"), "# case\n", SURFACES, (WIDTH, HEIGHT)
    )
    for record in synthetic_run(STEPS, rates):
        recorder.add_step(record)
        if record.step % EVERY == 0:
            recorder.add_frame(record, record.fields().value)
    wall_time = {"meshing": 1.0, "solve": 2.0, "other": 9.0}
    recorder.write_summary("finished", "capacity reached", wall_time, 3.5, 10**8)
    recorder.close()
    return folder
