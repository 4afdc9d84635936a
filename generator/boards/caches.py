"""The first-level caches of parts with a Cortex-M7: sizes in bytes, lines of 32 bytes.

Sources: the data sheets' first pages (DS10916 STM32F746, DS12110 H743, DS13313 H723, DS12930
H747); associativity from the Cortex-M7 Technical Reference Manual (DDI0489), "Level 1 caches".
"""

from dataclasses import dataclass

from generator.boards.facts import Part

LINE_BYTES = 32
INSTRUCTION_WAYS = 2
DATA_WAYS = 4


@dataclass(frozen=True)
class Caches:
    """Instruction and data cache, in bytes."""

    instruction_bytes: int
    data_bytes: int

    @property
    def instruction_sets(self) -> int:
        """Sets of two lines."""
        return self.instruction_bytes // (LINE_BYTES * INSTRUCTION_WAYS)

    @property
    def data_sets(self) -> int:
        """Sets of four lines."""
        return self.data_bytes // (LINE_BYTES * DATA_WAYS)


_BY_LINE = {
    "stm32f72": Caches(8 * 1024, 8 * 1024),
    "stm32f73": Caches(8 * 1024, 8 * 1024),
    "stm32f74": Caches(4 * 1024, 4 * 1024),
    "stm32f75": Caches(4 * 1024, 4 * 1024),
    "stm32f76": Caches(16 * 1024, 16 * 1024),
    "stm32f77": Caches(16 * 1024, 16 * 1024),
    "stm32h72": Caches(32 * 1024, 32 * 1024),
    "stm32h73": Caches(32 * 1024, 32 * 1024),
    "stm32h74": Caches(16 * 1024, 16 * 1024),
    "stm32h75": Caches(16 * 1024, 16 * 1024),
    "stm32h7a": Caches(16 * 1024, 16 * 1024),
    "stm32h7b": Caches(16 * 1024, 16 * 1024),
}


def caches(part: Part) -> Caches | None:
    """The caches of a part, None where it has none at the core."""
    return _BY_LINE.get(part.name[: len("stm32h74")])
