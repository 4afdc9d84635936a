"""What this process takes of the computer."""

import os
import resource
from pathlib import Path

_STATM = Path("/proc/self/statm")  # sizes in pages; the second number is resident (proc(5))


def cpu_seconds() -> float:
    """Of the processor, so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def resident_bytes() -> int | None:
    """Its memory that is in RAM; None where the system does not tell."""
    try:
        pages = int(_STATM.read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
