"""The cycle counter. Source: ARMv7-M Architecture Reference Manual (DDI0403E), C1.8."""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

CTRL = Register("CTRL", 0x00, 0x40000000, bits(CYCCNTENA=0))
CYCCNT = Register("CYCCNT", 0x04)


class Dwt(Peripheral):
    """CYCCNT counts while DEMCR.TRCENA and CTRL.CYCCNTENA are set."""

    REGISTERS: ClassVar[tuple[Register, ...]] = (CTRL, CYCCNT)

    def __init__(self, system: System, base: int, trace_enabled: Callable[[], bool]) -> None:
        self._trace_enabled = trace_enabled
        self._origin = 0
        self._stuck = False
        super().__init__(system, "DWT", base, size=0x1000)

    def reset(self) -> None:
        """Stopped at 0."""
        super().reset()
        self._counts = False

    def peek(self, offset: int) -> int:
        """CYCCNT wraps after 2**32 cycles."""
        if offset != CYCCNT.offset:
            return super().peek(offset)
        if self._stuck or not self._counts:
            return self.get(CYCCNT)
        return (self.system.cycles() - self._origin) & 0xFFFFFFFF

    def write(self, offset: int, word: int) -> None:
        """Without TRCENA the whole unit is off."""
        if not self._trace_enabled():
            self.system.report("DWT is written while DEMCR.TRCENA is 0: it stays off.")
            return
        if offset == CYCCNT.offset:
            self._origin = self.system.cycles() - word
        super().write(offset, word)
        self.update()

    def stick(self) -> None:
        """From now on the counter stands still, whatever is enabled."""
        self.set(CYCCNT, self.peek(CYCCNT.offset))
        self._stuck = True

    def update(self) -> None:
        """Starts or stops counting as the enables say."""
        counts = self._trace_enabled() and bool(self.field(CTRL, "CYCCNTENA"))
        if counts and not self._counts:
            self._origin = self.system.cycles() - self.get(CYCCNT)
        elif self._counts and not counts:
            self.set(CYCCNT, self.peek(CYCCNT.offset))
        self._counts = counts
