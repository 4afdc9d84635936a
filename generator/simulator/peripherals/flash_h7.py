"""The H7's flash interface: wait states by the AXI clock. Sources: RM0433, 4.9; RM0468, 4.9."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.registers import Register
from generator.simulator.system import System

ACR = Register("ACR", 0x00, 0x37, {"LATENCY": (0, 4), "WRHIGHFREQ": (4, 2)})
OPTSR2_CUR = Register("OPTSR2_CUR", 0x70, 0, {"CPUFREQ_BOOST": (2, 1)})


class FlashH7(FlashInterface):
    """Seven wait states after reset. axi_hz: the clock that the flash runs at."""

    ACR: ClassVar = ACR
    REGISTERS: ClassVar[tuple[Register, ...]] = (
        ACR,
        Register("KEYR1", 0x04),
        Register("OPTKEYR", 0x08),
        Register("CR1", 0x0C, 0x31),
        Register("SR1", 0x10),
        Register("OPTCR", 0x18, 0x1),
    )

    def __init__(
        self,
        system: System,
        base: int,
        wait_states: Sequence[tuple[int, int]],
        axi_hz: Callable[[], int],
    ) -> None:
        self._axi_hz = axi_hz
        super().__init__(system, base, wait_states)

    def clock_hz(self) -> int:
        """The clock of AXI."""
        return self._axi_hz()


class FlashH723(FlashH7):
    """Of the H72x and H73x; boost: whether the option byte CPUFREQ_BOOST is set."""

    REGISTERS: ClassVar = (*FlashH7.REGISTERS, OPTSR2_CUR)

    def __init__(
        self,
        system: System,
        base: int,
        wait_states: Sequence[tuple[int, int]],
        axi_hz: Callable[[], int],
        *,
        boost: bool,
    ) -> None:
        self._boost = boost
        super().__init__(system, base, wait_states, axi_hz)

    def peek(self, offset: int) -> int:
        """The option byte is as the board has it."""
        if offset == OPTSR2_CUR.offset:
            return OPTSR2_CUR.put(0, "CPUFREQ_BOOST", self._boost)
        return super().peek(offset)
