"""When a fault happens."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["start", "inference", "cycles", "picoseconds"]

START, INFERENCE = "start", "inference"

_UNITS_PS = {"us": 10**6, "ms": 10**9, "s": 10**12}


@dataclass(frozen=True)
class Moment:
    """A moment of a run.

    kind "start": before the first instruction. "inference": halfway through the first counted
    inference, as long as the one before has lasted. "cycles": at that cycle since power-on.
    "picoseconds": at that simulated time since power-on.
    """

    kind: Kind
    amount: int = 0

    def __str__(self) -> str:
        if self.kind == "cycles":
            return f"at cycle {self.amount:,}"
        if self.kind == "picoseconds":
            return f"at {self.amount / 10**12:.6f} s"
        return "at the start" if self.kind == START else "during the first counted inference"


def moment(text: str) -> Moment:
    """Reads "start", "inference", "1200000" (cycles), "0.5s", "20ms" or "300us".

    Raises ValueError, saying what is understood.
    """
    if text == START:
        return Moment("start")
    if text == INFERENCE:
        return Moment("inference")
    match = re.fullmatch(r"(\d{1,15})|(\d{1,9}(?:\.\d{1,12})?)(us|ms|s)", text, re.ASCII)
    if match is None:
        raise ValueError(f"The moment {text!r} is none of start, inference, 1200000, 0.5s, 20ms.")
    if match[1]:
        return Moment("cycles", int(match[1]))
    return Moment("picoseconds", round(float(match[2]) * _UNITS_PS[match[3]]))
