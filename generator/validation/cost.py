"""What running a model takes, on this computer and where it shall run."""

import os
import resource
from dataclasses import dataclass
from pathlib import Path

_STATM = Path("/proc/self/statm")  # sizes in pages; the second number is resident (proc(5))


@dataclass(frozen=True)
class Cost:
    """Of one inference: seconds on this computer's clock, and of its processor.

    memory_bytes: what the interpreter added to this process. milliseconds, flash_bytes, ram_bytes:
    of the firmware, on its own clock. None where it cannot be told.
    """

    seconds: float
    cpu_seconds: float
    memory_bytes: int | None = None
    milliseconds: float | None = None
    flash_bytes: int | None = None
    ram_bytes: int | None = None


def cpu_seconds() -> float:
    """Of this process and of the finished ones that it started."""
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def resident_bytes() -> int | None:
    """The memory of this process that is in RAM; None where the system does not tell."""
    try:
        pages = int(_STATM.read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
