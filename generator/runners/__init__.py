"""Where a firmware runs: each runner gives a port to its console."""

from types import TracebackType
from typing import Protocol, Self


class Port(Protocol):
    """The serial console of a running firmware; a context manager that closes it.

    source: "simulator", "qemu" or "serial", for reports.
    """

    source: str

    def read(self, timeout_seconds: float) -> bytes:
        """What has arrived; b"" when nothing does within the time (simulated time if there is)."""
        ...

    def write(self, data: bytes) -> None:
        """Sends bytes to the firmware."""
        ...

    def close(self) -> None:
        """Ends the connection; may be called twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
