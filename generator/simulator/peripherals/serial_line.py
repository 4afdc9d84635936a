"""The wire between the chip's serial port and the computer beside it."""

from collections.abc import Callable, Iterator

from generator.simulator.clockwork import PICOSECONDS
from generator.simulator.system import System

TOLERANCE = 0.035
"""How far the two baud rates may differ before bytes are damaged; 3 to 4 % on real parts."""

_EDGE_UNCERTAINTY = 0.1
"""In bits: how far from the middle of a bit a receiver may sample."""

_FRAME_BITS = 10


def received(byte: int, ratio: float) -> bytes:
    """The bytes that a receiver sees when a frame comes at `ratio` times its own baud rate.

    The frame (start bit, eight data bits, stop bit, next start bit) is sampled where a real
    receiver samples it. A frame without its stop bit arrives as NUL, as on a Linux terminal.
    """
    if abs(ratio - 1) <= TOLERANCE:
        return bytes((byte,))
    return bytes(_samples(byte, ratio))


def _samples(byte: int, ratio: float) -> Iterator[int]:
    levels = [0, *(byte >> bit & 1 for bit in range(8)), 1]
    lag = _EDGE_UNCERTAINTY if ratio > 1 else -_EDGE_UNCERTAINTY

    def level(position: float) -> int:
        return levels[int(position)] if position < _FRAME_BITS else 0

    start = 0.0
    while start < _FRAME_BITS:
        sampled = [level(start + (n + 0.5 + lag) * ratio) for n in range(1, 10)]
        yield sum(bit << n for n, bit in enumerate(sampled[:8])) if sampled[8] else 0
        start += 9.5 * ratio
        while start < _FRAME_BITS and level(start) == 1:
            start = int(start) + 1.0


class SerialLine:
    """Both directions of the wire; the computer's side runs at a fixed baud rate.

    to_host: bytes that have arrived at the computer. connected: whether the cable is in. disturb:
    what becomes of bytes on their way.
    """

    def __init__(self, system: System, baud: int) -> None:
        self.baud = baud
        self.to_host = bytearray()
        self.connected = True
        self.disturb: Callable[[bytes], bytes] = bytes
        self.deliver: Callable[[int, int], None] = lambda byte, baud: None
        self._system = system
        self._to_chip = bytearray()
        self._sending = False

    def arrive(self, name: str, byte: int, baud: float) -> None:
        """A frame from the chip has reached the computer."""
        ratio = baud / self.baud
        if abs(ratio - 1) > TOLERANCE:
            self._system.report(
                f"{name} runs at {baud:.0f} baud, {ratio:.2f} times the {self.baud} of the "
                "terminal, which shows garbage: is the clock what the divider was computed for?"
            )
        if self.connected:
            self.to_host += self.disturb(received(byte, ratio))

    def send(self, data: bytes) -> None:
        """The computer sends bytes; they arrive one by one at its baud rate."""
        self._to_chip += data
        if not self._sending and self._to_chip:
            self._sending = True
            self._system.after(self._byte_ps(), self._deliver_next)

    @property
    def pending(self) -> int:
        """How many bytes the computer has not sent yet."""
        return len(self._to_chip)

    def _byte_ps(self) -> int:
        return _FRAME_BITS * PICOSECONDS // self.baud

    def _deliver_next(self) -> None:
        data = bytes((self._to_chip.pop(0),))
        for byte in self.disturb(data) if self.connected else b"":
            self.deliver(byte, self.baud)
        self._sending = bool(self._to_chip)
        if self._sending:
            self._system.after(self._byte_ps(), self._deliver_next)
