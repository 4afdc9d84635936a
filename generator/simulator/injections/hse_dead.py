"""The crystal never starts; or it stops, which stops a processor that runs from it."""

from typing import TYPE_CHECKING

from generator.simulator.injections._moment import START
from generator.simulator.injections._numbers import no_value

if TYPE_CHECKING:
    from generator.simulator.desk import Desk

SUMMARY = "the crystal, or the probe's clock, does not run"
VALUE = None
DEFAULT = None
AT = START
check = no_value


def inject(desk: "Desk", value: str) -> str:
    """Stops it."""
    del value
    desk.demand_crystal()
    desk.crystal.die()
    return "the crystal is dead"
