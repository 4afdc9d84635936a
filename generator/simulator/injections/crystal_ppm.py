"""The crystal is off: all times shift, and from 2 to 3 % on the console garbles."""

from typing import TYPE_CHECKING

from generator.simulator.injections._moment import START
from generator.simulator.injections._numbers import number

if TYPE_CHECKING:
    from generator.simulator.desk import Desk

SUMMARY = "the crystal is off by N parts per million"
VALUE = "N: parts per million, such as 40 or -25000"
DEFAULT = None
AT = START


def check(value: str) -> None:
    """Half to twice the frequency: more no oscillator does."""
    number(value, -500_000, 1_000_000)


def inject(desk: "Desk", value: str) -> str:
    """Detunes it."""
    desk.demand_crystal()
    desk.crystal.drift(float(value))
    return (
        f"the crystal runs at {1 + float(value) / 1e6:.6g} times its frequency; the firmware does "
        "not know, so its microseconds are wrong by as much"
    )
