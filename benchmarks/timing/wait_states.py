"""Functions in assembly that others have timed on an STM32F103 behind its flash: wait_states.csv.

UM0585: STMicroelectronics, UM0585 rev. 2, "STM32F10x DSP library", section 6.2, at 24, 48 and
72 MHz; sources of version 1.0.1, written for IAR's assembler. Mellen: I. Mellen's functions for the
Cortex-M3 (2009), benchmarks at their heads. tables_in: where their constant tables lie; where it is
not said, as the published figures demand. Where they do not say how the code lies in the lines of
the flash, what is predicted is the mean of both places that they allow.
"""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.timing.functions import Function, rows_of

_FILE = Path(__file__).with_name("wait_states.csv")


@dataclass(frozen=True)
class WaitingFunction(Function):
    """One call of a function at a number of wait states."""

    tables_in: str
    wait_states: int


def waiting_functions() -> tuple[WaitingFunction, ...]:
    """All of them, in the order of the file."""
    return tuple(
        WaitingFunction("cortex-m3", source, name, *map(int, numbers), tables_in, int(wait_states))
        for source, name, tables_in, wait_states, *numbers in rows_of(_FILE)
    )


def by_function() -> dict[tuple[str, str, str], tuple[WaitingFunction, ...]]:
    """The same by source, name and place of the tables; each with its wait states rising."""
    keyed = groupby(waiting_functions(), key=lambda each: (each.source, each.name, each.tables_in))
    return {key: tuple(group) for key, group in keyed}
