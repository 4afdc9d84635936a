"""The published cycle counts and what the simulator counts for the same programs: cases.csv.

measured_cycles: the mean that pqm4 (commit cc2c1b99, NUCLEO-L4R5ZI, 20 MHz) and pqm3 (commit
48757b80, NUCLEO-F207ZG, 30 MHz) publish, without wait states. The rest is counted on the simulator
running the same sources, built by GCC 11.3 -O3 as pqm4's were: instructions, the cycles by the
rules of Arm's manuals and of single measurements, and how often each rule applies whose cost has
been fitted to these very cases.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.simulator.timing import cortex_m3, cortex_m4

_FILE = Path(__file__).with_name("cases.csv")
_HUNDREDTHS = 100

FLASH_READ_CYCLES_OF_F207 = 1.0
"""A read of data from flash without wait states. The F103 takes none: docs/timing.md."""


@dataclass(frozen=True)
class Case:
    """One published figure. occasions: how often each fitted rule applies."""

    core: str
    program: str
    implementation: str
    phase: str
    measured_cycles: int
    instructions: int
    counted_cycles: int
    occasions: Mapping[str, int]

    @property
    def family(self) -> str:
        """Programs that share their code, and so must be left out together."""
        return self.program.split("-")[0].split("_")[0].rstrip("0123456789f")

    def error(self, costs: Mapping[str, float]) -> float:
        """Predicted by measured, less one; costs: cycles for each occasion."""
        fitted = sum(costs[rule] * self.occasions[rule] for rule in costs)
        return (self.counted_cycles + fitted) / self.measured_cycles - 1


FITTED: Mapping[str, Mapping[str, float]] = {
    "cortex-m3": {
        "stores_behind_stores": cortex_m3.RULES.store_after_store / _HUNDREDTHS,
        "flash_reads": FLASH_READ_CYCLES_OF_F207,
    },
    "cortex-m4": {
        "register_offset_loads": cortex_m4.RULES.register_offset_load / _HUNDREDTHS,
        "stores_behind_stores": cortex_m4.RULES.store_after_store / _HUNDREDTHS,
    },
}
"""The fitted costs of each core in cycles, as the simulator uses them now."""


def cases(core: str) -> tuple[Case, ...]:
    """All cases of a core, in the order of the file."""
    with _FILE.open(encoding="ascii", newline="") as file:
        return tuple(_case(row) for row in csv.DictReader(file) if row["core"] == core)


def _case(row: Mapping[str, str]) -> Case:

    return Case(
        row["core"],
        row["program"],
        row["implementation"],
        row["phase"],
        int(row["measured_cycles"]),
        int(row["instructions"]),
        int(row["counted_cycles"]),
        {rule: int(row[rule]) for rule in FITTED[row["core"]]},
    )
