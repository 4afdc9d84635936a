"""Why the emulated core has stopped."""

from dataclasses import dataclass
from enum import Enum, auto


class StopReason(Enum):
    """Why the processor stopped."""

    REQUESTED = auto()
    EXCEPTION = auto()
    FETCH = auto()
    READ = auto()
    WRITE = auto()
    UNDEFINED = auto()


@dataclass(frozen=True)
class Stop:
    """Where and why the processor stopped.

    number: QEMU's exception number where the reason is EXCEPTION (2: SVC, 7: BKPT,
    8: exception return, 19: below the stack limit), else 0. address: the address that could not
    be accessed.
    """

    reason: StopReason
    pc: int
    number: int = 0
    address: int = 0
