"""Ports of all families but the F1: MODER, AFR. Source: RM0432, section 8.4."""

from typing import ClassVar

from generator.simulator.peripherals.pin_port import PINS, PinPort
from generator.simulator.registers import Register

MODER = Register("MODER", 0x00, 0xFFFFFFFF)
OTYPER = Register("OTYPER", 0x04)
OSPEEDR = Register("OSPEEDR", 0x08)
PUPDR = Register("PUPDR", 0x0C)
IDR = Register("IDR", 0x10)
ODR = Register("ODR", 0x14)
BSRR = Register("BSRR", 0x18)
LCKR = Register("LCKR", 0x1C)
AFRL = Register("AFRL", 0x20)
AFRH = Register("AFRH", 0x24)
BRR = Register("BRR", 0x28)

_OUTPUT, _ALTERNATE, _ANALOG = 1, 2, 3
_PULL_UP = 1
_RESET_MODES = {"a": 0xABFFFFFF, "b": 0xFFFFFEBF}
"""Ports A and B hold the debug pins, which start in alternate function."""


class GpioV2(PinPort):
    """One port of sixteen pins, two mode bits and four alternate-function bits each."""

    REGISTERS: ClassVar[tuple[Register, ...]] = (
        MODER, OTYPER, OSPEEDR, PUPDR, IDR, ODR, BSRR, LCKR, AFRL, AFRH, BRR,
    )  # fmt: skip
    IDR: ClassVar = IDR
    ODR: ClassVar = ODR
    BSRR: ClassVar = BSRR
    BRR: ClassVar = BRR

    def reset(self) -> None:
        """All pins analog but the debug pins."""
        super().reset()
        self.set(MODER, _RESET_MODES.get(self.name[-1].lower(), MODER.reset))

    def alternate_function(self, pin: int) -> int | None:
        """The alternate function that a pin is switched to; None in another mode."""
        if self._mode(pin) != _ALTERNATE:
            return None
        register = AFRL if pin < 8 else AFRH
        return self.get(register) >> (4 * (pin % 8)) & 0xF

    def driven(self) -> tuple[int, int]:
        """The pins in output mode, and ODR."""
        outputs = (1 << pin for pin in range(PINS) if self._mode(pin) == _OUTPUT)
        return sum(outputs), self.get(ODR)

    def peek(self, offset: int) -> int:
        """IDR: outputs show ODR, pulled-up inputs 1, others 0."""
        return self._input() if offset == IDR.offset else super().peek(offset)

    def _mode(self, pin: int) -> int:
        return self.get(MODER) >> (2 * pin) & 3

    def _input(self) -> int:
        word = 0
        for pin in range(PINS):
            pulled_up = self.get(PUPDR) >> (2 * pin) & 3 == _PULL_UP
            level = {_OUTPUT: self.get(ODR) >> pin & 1, _ANALOG: 0}.get(self._mode(pin), pulled_up)
            word |= int(level) << pin
        return word
