"""Reset and clock control of the STM32F7: that of the F4 with more ports. Source: RM0385, 5.3."""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.rcc_f4 import AHB1ENR, RccF4
from generator.simulator.registers import Register, bits

AHB1ENR_F7 = Register(
    "AHB1ENR",
    AHB1ENR.offset,
    AHB1ENR.reset,
    {**AHB1ENR.fields, **bits(GPIOIEN=8, GPIOJEN=9, GPIOKEN=10)},
)


class RccF7(RccF4):
    """Oscillators, PLL, prescalers and the peripherals' clock enables."""

    REGISTERS: ClassVar = tuple(AHB1ENR_F7 if r is AHB1ENR else r for r in RccF4.REGISTERS)

    def port_enabled(self, letter: str) -> Callable[[], bool]:
        """A function that says whether a port's clock is on."""
        return self.enabled(AHB1ENR_F7, f"GPIO{letter.upper()}EN")
