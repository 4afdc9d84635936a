"""The supply dips: the chip starts anew, with the reset flags of a power-on."""

import random
from typing import TYPE_CHECKING

from generator.simulator.injections._moment import INFERENCE

if TYPE_CHECKING:
    from generator.simulator.desk import Desk

SUMMARY = "the supply dips and the chip starts anew, its RAM kept or garbage"
VALUE = "RAM: kept or garbage"
DEFAULT = "garbage"
AT = INFERENCE

_SEED = 20


def check(value: str) -> None:
    """What becomes of the RAM."""
    if value not in ("kept", "garbage"):
        raise ValueError(f"{value!r} is neither kept nor garbage.")


def inject(desk: "Desk", value: str) -> str:
    """Restarts the chip."""
    if value == "garbage":
        chance = random.Random(_SEED)
        desk.memories.fill_rams(chance.randbytes)
    desk.power_cycle()
    return f"a brown-out has reset the chip, its RAM {value}"
