"""Ports of the F0 and G0: where the pins start. Sources: RM0091 8.4.1, RM0444 6.4.1."""

from generator.simulator.peripherals.gpio_v2 import MODER, GpioV2


class GpioF0(GpioV2):
    """All pins start as inputs but PA13 and PA14, the debug pins."""

    def reset(self) -> None:
        """Register values as after reset."""
        super().reset()
        self.set(MODER, 0x28000000 if self.name == "GPIOA" else 0)


class GpioG0(GpioV2):
    """All pins start as analog but PA13 and PA14, the debug pins."""

    def reset(self) -> None:
        """Register values as after reset."""
        super().reset()
        self.set(MODER, 0xEBFFFFFF if self.name == "GPIOA" else MODER.reset)
