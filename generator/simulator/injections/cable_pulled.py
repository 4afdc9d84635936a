"""The serial cable comes off: neither side hears the other any more."""

from typing import TYPE_CHECKING

from generator.simulator.injections._moment import INFERENCE
from generator.simulator.injections._numbers import no_value

if TYPE_CHECKING:
    from generator.simulator.desk import Desk

SUMMARY = "the serial cable comes off"
VALUE = None
DEFAULT = None
AT = INFERENCE
check = no_value


def inject(desk: "Desk", value: str) -> str:
    """Cuts both directions."""
    del value
    desk.line.connected = False
    return "the serial cable is off"
