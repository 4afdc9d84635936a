"""What is on the desk around a processor, and may be broken: see `injections`."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.errors import RequestError
from generator.simulator.image import Image
from generator.simulator.memories import Memories
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.dwt import Dwt
from generator.simulator.peripherals.serial_line import SerialLine


@dataclass(frozen=True)
class Desk:
    """A board and what it is connected to.

    cycle_counter: None on cores without one. power_cycle: starts the chip as after power-on.
    forget_code: to be called when the flash has changed under the processor.
    """

    crystal: Crystal
    line: SerialLine
    memories: Memories
    image: Image
    cycle_counter: Dwt | None
    power_cycle: Callable[[], None]
    forget_code: Callable[[], None]

    def demand_crystal(self) -> None:
        """Raises RequestError on a board whose clock is the chip's own."""
        if self.crystal.nominal_hz is None:
            raise RequestError(
                "This board's clock comes from an oscillator inside the chip, not from a crystal."
            )
