"""One bit of the flash turns over: in the model's weights, or at an address."""

import re
from typing import TYPE_CHECKING

from generator.errors import RequestError
from generator.simulator.injections._moment import START

if TYPE_CHECKING:
    from generator.simulator.desk import Desk

SUMMARY = "a bit of the flash turns over"
VALUE = "PLACE: weights (the middle of them), or an address and bit such as 0x08002468.5"
DEFAULT = "weights"
AT = START

_ADDRESS = re.compile(r"0x([0-9a-fA-F]{1,8})(?:\.([0-7]))?")


def check(value: str) -> None:
    """A name or an address."""
    if value != "weights" and not _ADDRESS.fullmatch(value):
        raise ValueError(f"{value!r} is neither weights nor an address such as 0x08002468.5.")


def inject(desk: "Desk", value: str) -> str:
    """Turns it."""
    address, bit = _place(desk, value)
    if not desk.memories.flip(address, bit):
        raise RequestError(f"There is no flash at 0x{address:08X}.", where=value)
    desk.forget_code()
    return f"bit {bit} at 0x{address:08X} in flash has turned over"


def _place(desk: "Desk", value: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(value)
    if match:
        return int(match[1], 16), int(match[2] or 0)
    if ".weights" not in desk.image.sections:
        raise RequestError("This firmware has no section .weights.", where=str(desk.image.path))
    origin, size_bytes = desk.image.sections[".weights"]
    return origin + size_bytes // 2, 0
