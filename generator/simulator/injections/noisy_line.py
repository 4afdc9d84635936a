"""A serial line that damages and loses bytes, in both directions, the same ones in every run."""

import random
from typing import TYPE_CHECKING

from generator.simulator.injections._moment import START
from generator.simulator.injections._numbers import number

if TYPE_CHECKING:
    from generator.simulator.desk import Desk

SUMMARY = "a share RATE of the bytes on the serial line is damaged or lost"
VALUE = "RATE: a share of all bytes, such as 0.001"
DEFAULT = None
AT = START

_SEED = 20
_LOST_SHARE = 0.5


def check(value: str) -> None:
    """A share."""
    number(value, 0, 1)


def inject(desk: "Desk", value: str) -> str:
    """Half of the unlucky bytes are lost, the others have one bit turned."""
    rate, chance = float(value), random.Random(_SEED)

    def disturb(data: bytes) -> bytes:
        arrived = bytearray()
        for byte in data:
            if chance.random() >= rate:
                arrived.append(byte)
            elif chance.random() >= _LOST_SHARE:
                arrived.append(byte ^ 1 << chance.randrange(8))
        return bytes(arrived)

    desk.line.disturb = disturb
    return f"{100 * rate:g} % of the bytes on the serial line are damaged or lost"
