"""The flash interface: its access-control register, from which timing takes the wait states.

Programming and erasing are modelled where a subclass says so. Source of what is here: RM0432,
section 3.7 (L4+).
"""

from collections.abc import Sequence
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

ACR_L4 = Register(
    "ACR",
    0x00,
    0x600,
    {"LATENCY": (0, 3), **bits(PRFTEN=8, ICEN=9, DCEN=10, ICRST=11, DCRST=12)},
)


class FlashInterface(Peripheral):
    """ACR, and the check that the wait states suffice for the clock.

    wait_states: (highest HCLK in Hz, wait states), ascending, of the part.
    """

    ACR: ClassVar[Register]

    def __init__(self, system: System, base: int, wait_states: Sequence[tuple[int, int]]) -> None:
        self._wait_states = wait_states
        super().__init__(system, "FLASH", base)
        system.on_clock_change.append(self._check)

    @property
    def latency(self) -> int:
        """The wait states that are set."""
        return self.field(self.ACR, "LATENCY")

    def write(self, offset: int, word: int) -> None:
        """A write to ACR changes the timing from the next block of instructions on."""
        if offset != self.ACR.offset:
            super().write(offset, word)
            return
        before = self.get(self.ACR)
        self.set(self.ACR, self.accepted(word))
        if self.get(self.ACR) != before:
            self._check()
            for notify in self.system.on_flash_change:
                notify()

    def accepted(self, word: int) -> int:
        """What a write to ACR leaves in it."""
        return word

    def clock_hz(self) -> int:
        """The clock that the wait states are counted in: the core's."""
        return self.system.clockwork.hz

    def _check(self) -> None:
        hclk_hz = self.clock_hz()
        needed = next((ws for limit, ws in self._wait_states if hclk_hz <= limit), None)
        if needed is not None and self.latency < needed:
            self.system.report(
                f"FLASH: {self.latency} wait states at {hclk_hz / 1e6:g} MHz; "
                f"the part needs {needed}, or instructions are read wrongly."
            )


class FlashL4(FlashInterface):
    """The L4's: instruction and data caches, on after reset, and a prefetch that is off."""

    ACR: ClassVar = ACR_L4
    REGISTERS: ClassVar = (
        ACR_L4,
        Register("KEYR", 0x08),
        Register("SR", 0x10),
        Register("CR", 0x14, 0xC0000000),
        Register("OPTR", 0x20, 0xF0000000),
    )
