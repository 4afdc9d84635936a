"""The inside of a serial port: shift registers and their flags, without the register layout."""

from collections.abc import Callable

from generator.simulator.clockwork import PICOSECONDS, Event
from generator.simulator.peripherals.serial_line import SerialLine, received
from generator.simulator.system import System


class Uart:
    """Sends and receives frames in real time.

    name: for reports. baud: computed from the divider and the clock whenever a frame starts; None
    while the divider is not usable. tx_routed, rx_routed: whether the pins are switched to the
    port. changed: called when a flag has changed.
    """

    def __init__(
        self,
        system: System,
        name: str,
        line: SerialLine,
        tx_routed: Callable[[], str | None],
        rx_routed: Callable[[], str | None],
    ) -> None:
        self._system = system
        self.name = name
        self._line = line
        self._shifting: Event | None = None
        self._tx_routed = tx_routed
        self._rx_routed = rx_routed
        self.baud: Callable[[], float | None] = lambda: None
        self.frame_bits: Callable[[], int] = lambda: 10
        self.changed: Callable[[], None] = lambda: None
        self.receiving: Callable[[], bool] = lambda: False
        line.deliver = self._receive
        self.reset()

    def reset(self) -> None:
        """Empty, as after reset."""
        self.transmit_empty = True
        self.transmission_complete = True
        self.receive_full = False
        self.overrun = False
        self.received = 0
        self._waiting: int | None = None
        if self._shifting is not None:
            self._shifting.cancelled = True
        self._shifting = None

    def transmit(self, byte: int) -> None:
        """The firmware writes a byte to the data register."""
        if self._shifting is not None:
            if self._waiting is not None:
                self._system.report(f"{self.name}: a byte was lost, TXE was not waited for.")
            self._waiting = byte
            self.transmit_empty = False
        else:
            self._shift(byte)
        self.transmission_complete = False
        self.changed()

    def take(self) -> int:
        """The firmware reads the data register."""
        self.receive_full = False
        self.changed()
        return self.received

    def _shift(self, byte: int) -> None:
        baud = self.baud()
        if baud is None:
            self._system.report(f"{self.name} sends without a usable divider in BRR.")
            return
        duration = int(self.frame_bits() * PICOSECONDS / baud)
        self._shifting = self._system.after(duration, lambda: self._shifted(byte, baud))

    def _shifted(self, byte: int, baud: float) -> None:
        obstacle = self._tx_routed()
        if obstacle is None:
            self._line.arrive(self.name, byte, baud)
        else:
            self._system.report(f"{self.name} sends, but nothing leaves the chip: {obstacle}.")
        self._shifting = None
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.transmit_empty = True
            self._shift(waiting)
        else:
            self.transmission_complete = True
        self.changed()

    def _receive(self, byte: int, host_baud: int) -> None:
        baud = self.baud()
        if not self.receiving() or baud is None:
            return
        obstacle = self._rx_routed()
        if obstacle is not None:
            self._system.report(f"{self.name} hears nothing: {obstacle}.")
            return
        for seen in received(byte, host_baud / baud):
            if self.receive_full:
                self.overrun = True
                self._system.report(f"{self.name}: overrun, a byte came before the last was read.")
            else:
                self.received = seen
                self.receive_full = True
        self.changed()
