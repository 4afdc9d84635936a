"""The system timer. Source: ARMv7-M Architecture Reference Manual (DDI0403E), B3.3."""

from typing import ClassVar

from generator.simulator.clockwork import Event
from generator.simulator.interrupts import SYSTICK
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

CTRL = Register("CTRL", 0x00, 4, bits(ENABLE=0, TICKINT=1, CLKSOURCE=2, COUNTFLAG=16))
LOAD = Register("LOAD", 0x04, 0, {"RELOAD": (0, 24)})
VAL = Register("VAL", 0x08, 0, {"CURRENT": (0, 24)})
CALIB = Register("CALIB", 0x0C)

_EXTERNAL_DIVIDER = 8  # HCLK / 8 is the reference clock on these chips: RM0008, section 7.2


class SysTick(Peripheral):
    """Counts down from LOAD to 0 and starts over; the value is computed when it is read."""

    REGISTERS: ClassVar = (CTRL, LOAD, VAL, CALIB)

    def __init__(self, system: System, base: int) -> None:
        self._event: Event | None = None
        self._zero_at = 0
        """The cycle at which the counter reaches 0 next."""
        super().__init__(system, "SysTick", base, size=0x10)
        system.on_clock_change.append(self._schedule)

    def reset(self) -> None:
        """Stopped."""
        super().reset()
        self._zero_at = 0
        self._counted = False

    def peek(self, offset: int) -> int:
        """VAL is computed from the cycles that have passed."""
        if offset == VAL.offset:
            return self._value()
        if offset == CTRL.offset:
            return CTRL.put(self.get(CTRL), "COUNTFLAG", self._has_wrapped())
        return super().peek(offset)

    def read(self, offset: int) -> int:
        """Reading CTRL clears COUNTFLAG."""
        word = self.peek(offset)
        if offset == CTRL.offset:
            self._counted = False
            self._advance()
        return word

    def write(self, offset: int, word: int) -> None:
        """Writing VAL clears it and COUNTFLAG; the next count loads LOAD."""
        if offset == VAL.offset:
            self._counted = False
            self._restart(0)
        elif offset == CTRL.offset:
            value = self._value()
            self.set(CTRL, word & CTRL.mask("ENABLE", "TICKINT", "CLKSOURCE"))
            self._restart(value)
        else:
            self.set(LOAD, word & LOAD.mask("RELOAD"))

    def _running(self) -> bool:
        return bool(self.field(CTRL, "ENABLE") and self.get(LOAD))

    def _step(self) -> int:
        """Processor cycles per count."""
        return 1 if self.field(CTRL, "CLKSOURCE") else _EXTERNAL_DIVIDER

    def _period(self) -> int:
        return (self.get(LOAD) + 1) * self._step()

    def _value(self) -> int:
        if not self._running():
            return self.get(VAL)
        left = -(-(self._zero_at - self.system.cycles()) // self._step())
        return left if left >= 0 else left % (self.get(LOAD) + 1)

    def _has_wrapped(self) -> bool:
        passed = self._running() and self.system.cycles() >= self._zero_at
        return self._counted or passed

    def _advance(self) -> None:
        """Moves the next zero into the future."""
        late = self.system.cycles() - self._zero_at
        if self._running() and late >= 0:
            self._zero_at += (late // self._period() + 1) * self._period()

    def _restart(self, value: int) -> None:
        self.set(VAL, value)
        counts = value or self.get(LOAD) + 1
        self._zero_at = self.system.cycles() + counts * self._step()
        self._schedule()

    def _schedule(self) -> None:
        if self._event is not None:
            self._event.cancelled = True
            self._event = None
        if self._running() and self.field(CTRL, "TICKINT"):
            self._advance()
            wait = max(0, self._zero_at - self.system.cycles())
            self._event = self.system.after_cycles(wait, self._expire)

    def _expire(self) -> None:
        self._counted = True
        self.system.pend(SYSTICK)
        self._schedule()
