"""Watchpoints: memory whose accesses halt the processor."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Watchpoint:
    """Bytes at which loads, stores or both halt the processor."""

    address: int
    size_bytes: int
    loads: bool
    stores: bool

    @property
    def end(self) -> int:
        """The address behind it."""
        return self.address + self.size_bytes

    def sees(self, accessed: range, *, loads: bool) -> bool:
        """Whether it is hit by a load, or a store, of these bytes."""
        wanted = self.loads if loads else self.stores
        return wanted and accessed.start < self.end and self.address < accessed.stop
