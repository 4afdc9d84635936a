"""The state of an IT block: which condition holds for the instructions that it still covers.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), A7.3.2 "ITSTATE" and B1.4.2 "EPSR".
"""

EPSR_MASK = 0x0600FC00
"""Where EPSR keeps it."""

_LAST = 0b111
_SHIFTED = 0b11111


def advanced(state: int) -> int:
    """The state behind one more instruction; 0 behind the last."""
    return state & ~_SHIFTED | state << 1 & _SHIFTED if state & _LAST else 0


def in_epsr(state: int) -> int:
    """The state's eight bits where EPSR has them."""
    return (state >> 2) << 10 | (state & 3) << 25


def from_epsr(word: int) -> int:
    """The state's eight bits."""
    return (word >> 10 & 0x3F) << 2 | word >> 25 & 3
