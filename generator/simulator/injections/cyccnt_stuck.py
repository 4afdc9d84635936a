"""The cycle counter stands still, as in chips and emulators that have none."""

from typing import TYPE_CHECKING

from generator.errors import RequestError
from generator.simulator.injections._moment import START
from generator.simulator.injections._numbers import no_value

if TYPE_CHECKING:
    from generator.simulator.desk import Desk

SUMMARY = "the cycle counter DWT.CYCCNT stands still"
VALUE = None
DEFAULT = None
AT = START
check = no_value


def inject(desk: "Desk", value: str) -> str:
    """Stops it."""
    del value
    if desk.cycle_counter is None:
        raise RequestError("This core has no cycle counter that could stick.")
    desk.cycle_counter.stick()
    return "the cycle counter is stuck"
