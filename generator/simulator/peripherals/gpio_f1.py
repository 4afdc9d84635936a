"""Ports and alternate functions of the STM32F1. Source: RM0008, section 9."""

from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.peripherals.pin_port import PINS, PinPort
from generator.simulator.registers import Register, bits

CRL = Register("CRL", 0x00, 0x44444444)
CRH = Register("CRH", 0x04, 0x44444444)
IDR = Register("IDR", 0x08)
ODR = Register("ODR", 0x0C)
BSRR = Register("BSRR", 0x10)
BRR = Register("BRR", 0x14)
LCKR = Register("LCKR", 0x18)

EVCR = Register("EVCR", 0x00)
MAPR = Register(
    "MAPR",
    0x04,
    0,
    {**bits(USART1_REMAP=2, USART2_REMAP=3), "USART3_REMAP": (4, 2), "SWJ_CFG": (24, 3)},
)


class GpioF1(PinPort):
    """One port of sixteen pins, four configuration bits each: CNF above MODE."""

    REGISTERS: ClassVar = (CRL, CRH, IDR, ODR, BSRR, BRR, LCKR)
    IDR: ClassVar = IDR
    ODR: ClassVar = ODR
    BSRR: ClassVar = BSRR
    BRR: ClassVar = BRR

    def is_alternate_output(self, pin: int) -> bool:
        """Whether a pin is driven by a peripheral: MODE not 0, CNF 2 or 3."""
        nibble = self._configuration(pin)
        return bool(nibble & 3) and nibble >> 2 >= 2

    def is_input(self, pin: int) -> bool:
        """Whether a pin listens: MODE 0 and not analog."""
        nibble = self._configuration(pin)
        return nibble & 3 == 0 and nibble >> 2 != 0

    def driven(self) -> tuple[int, int]:
        """The pins with MODE not 0 and CNF below 2, and ODR."""
        nibbles = enumerate(self._configuration(pin) for pin in range(PINS))
        return sum(1 << pin for pin, n in nibbles if n & 3 and n >> 2 < 2), self.get(ODR)

    def peek(self, offset: int) -> int:
        """IDR: outputs and pulled inputs show their bit of ODR, others read 0."""
        return self.get(ODR) & self._driven() if offset == IDR.offset else super().peek(offset)

    def _driven(self) -> int:
        nibbles = (self._configuration(pin) for pin in range(PINS))
        return sum(1 << pin for pin, n in enumerate(nibbles) if n & 3 or n >> 2 == 2)

    def _configuration(self, pin: int) -> int:
        register = CRL if pin < 8 else CRH
        return self.get(register) >> (4 * (pin % 8)) & 0xF


class AfioF1(Peripheral):
    """The alternate-function remapping."""

    REGISTERS: ClassVar = (EVCR, MAPR, *(Register(f"EXTICR{n}", 4 + 4 * n) for n in range(1, 5)))
