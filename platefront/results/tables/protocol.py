"""protocol.csv: one row for every step of the protocol that has ended."""

from __future__ import annotations

from pathlib import Path

from platefront.results.files import CsvLog
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2

PROTOCOL_COLUMNS = (
    "cycle",
    "protocol_step",
    "mode",
    "start_s",
    "duration_s",
    "passed_mAh_per_cm2",
    "start_potential_V",
    "end_potential_V",
    "end_current_density_A_per_m2",
    "end",
)


class ProtocolLog:
    """Writer of protocol.csv."""

    def __init__(
        self, path: Path, size: int | None = None, first: StepRecord | None = None
    ) -> None:
        """Begin the file, or go on with it.

        Args:
            path: of the file.
            size: bytes of a file that is there; None to begin one.
            first: first state of the present step of the protocol; None at its start.
        """
        self.log = CsvLog(path, PROTOCOL_COLUMNS, size)
        self.first = first

    def append(self, record: StepRecord) -> None:
        """Take the next state; write a row if a step of the protocol ends with it."""
        first = self.first = self.first or record
        if not record.end:
            return
        self.first = None
        self.log.append(
            [
                (
                    record.cycle,
                    record.protocol_step,
                    record.mode,
                    first.time,
                    record.time - first.time,
                    (record.capacity - first.capacity) / COULOMB_PER_M2_PER_MAH_PER_CM2,
                    first.electrode_potential,
                    record.electrode_potential,
                    record.current,
                    record.end,
                )
            ]
        )
