"""What running a model takes, on this computer and where it shall run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Of one inference: seconds on this computer's clock, and of its processor.

    memory_bytes: what the interpreter added to this process. milliseconds, flash_bytes, ram_bytes:
    of the firmware, on its own clock. None where it cannot be told. band_percent: the error to
    expect of simulated milliseconds, None for those of a board.
    """

    seconds: float
    cpu_seconds: float
    memory_bytes: int | None = None
    milliseconds: float | None = None
    flash_bytes: int | None = None
    ram_bytes: int | None = None
    band_percent: float | None = None
