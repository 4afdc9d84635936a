"""The multi-speed internal oscillator of the L4, WB and U5: not any frequency, but ranges."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.boards.candidate import mhz


@dataclass(frozen=True)
class Msi:
    """The ranges by their code, in Hz.

    name: of the oscillator. field: where the code is written. upto: how far the ranges go, in
    words. source: the document and register that lists them.
    """

    name: str
    field: str
    ranges_hz: tuple[int, ...]
    source: str
    upto: str = ""

    def problems(self, source_hz: int) -> tuple[str, ...]:
        """What is wrong with that frequency, in words."""
        if source_hz in self.ranges_hz:
            return ()
        return (f"{self.name} has no range of {mhz(source_hz)}{self.upto} ({self.source})",)

    def start(self, source_hz: int) -> Mapping[str, int]:
        """The code of the range; nothing for a frequency that is none."""
        if source_hz not in self.ranges_hz:
            return {}
        return {self.field: self.ranges_hz.index(source_hz)}
