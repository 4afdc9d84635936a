"""Functions in assembly whose cycles others have published, without wait states: functions.csv.

curve9767: pornin/curve9767, README, "Benchmarks", on an ATSAMD20J18 at 8 MHz and an STM32F407 at
24 MHz. cifra: ctz/cifra, README, "Curve25519", on an STM32F030, an STM32F103 and an STM32F303. The
little C between was built by GCC 12.2 -Os here and by GCC 7.3.1 -Os or an unnamed one there.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("functions.csv")


@dataclass(frozen=True)
class Function:
    """One call of a function, from its first instruction to its return."""

    core: str
    source: str
    name: str
    measured_cycles: int
    instructions: int
    predicted_cycles: int

    @property
    def error(self) -> float:
        """Predicted by measured, less one."""
        return self.predicted_cycles / self.measured_cycles - 1


def functions() -> tuple[Function, ...]:
    """All of them, in the order of the file."""
    return tuple(
        Function(core, source, name, int(measured), int(count), int(predicted))
        for core, source, name, measured, count, predicted in rows_of(_FILE)
    )


def rows_of(file: Path) -> list[tuple[str, ...]]:
    """The rows of a file of figures, without its headings."""
    with file.open(encoding="ascii", newline="") as stream:
        return [tuple(row.values()) for row in csv.DictReader(stream)]
