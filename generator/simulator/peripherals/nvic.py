"""The interrupt controller's registers. Source: DDI0403E, B3.4."""

from generator.simulator.interrupts import FIRST_INTERRUPT
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.system import System

ISER, ICER, ISPR, ICPR, IABR, IPR = 0x000, 0x080, 0x100, 0x180, 0x200, 0x300
_BANK = 0x80


class Nvic(Peripheral):
    """Enable, pending and active bits, 32 interrupts a word, and one priority byte each."""

    def __init__(self, system: System, base: int) -> None:
        super().__init__(system, "NVIC", base, size=0x400)

    def peek(self, offset: int) -> int:
        """The state of 32 interrupts, or the priorities of four."""
        controller = self.system.interrupts
        if IPR <= offset < IPR + 240:
            first = FIRST_INTERRUPT + offset - IPR
            known = [e for e in range(first, first + 4) if e < controller.count]
            return sum(controller.priorities[e] << 8 * (e - first) for e in known)
        state = {
            ISER: controller.enabled,
            ICER: controller.enabled,
            ISPR: controller.pending,
            ICPR: controller.pending,
            IABR: controller.active,
        }.get(offset // _BANK * _BANK, ())
        first = FIRST_INTERRUPT + offset % _BANK * 8
        return sum(1 << n for n in range(32) if first + n in state)

    def read(self, offset: int) -> int:
        """As peek."""
        return self.peek(offset)

    def write(self, offset: int, word: int) -> None:
        """Each bit set does its register's work on one interrupt."""
        controller = self.system.interrupts
        if IPR <= offset < IPR + 240:
            for n in range(4):
                controller.set_priority(FIRST_INTERRUPT + offset - IPR + n, word >> 8 * n & 0xFF)
            return
        act = {
            ISER: controller.enabled.add,
            ICER: controller.enabled.discard,
            ISPR: controller.pend,
            ICPR: controller.clear,
        }.get(offset // _BANK * _BANK)
        first = FIRST_INTERRUPT + offset % _BANK * 8
        for n in range(32):
            if act is not None and word >> n & 1 and first + n < controller.count:
                act(first + n)
        self.system.agenda_changed()


class SoftwareTrigger(Peripheral):
    """STIR, on ARMv7-M and ARMv8-M: the number that is written becomes pending."""

    def __init__(self, system: System) -> None:
        super().__init__(system, "STIR", 0xE000EF00, size=4)

    def write(self, offset: int, word: int) -> None:
        """Interrupts that the part does not have are ignored."""
        del offset
        exception = FIRST_INTERRUPT + (word & 0x1FF)
        if exception < self.system.interrupts.count:
            self.system.pend(exception)
