"""A real board on a serial port."""

import serial
from serial.tools import list_ports

from generator.closing import Closing
from generator.errors import ToolError, nearest

source = "serial"


def connect(port: str, baud: int) -> "SerialPort":
    """Opens the port; reset the board after that, so that its first lines are not lost.

    Raises ToolError, with the ports that there are, when it cannot be opened.
    """
    try:
        line = serial.Serial(port, baud, timeout=0, exclusive=True)
    except (OSError, ValueError) as error:
        raise _refusal(port, error) from error
    line.reset_input_buffer()
    return SerialPort(line)


def _refusal(port: str, error: Exception) -> ToolError:
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, PermissionError) or "Permission denied" in reason:
        hint = "Join the group that owns it, log in again: sudo usermod -a -G dialout $USER"
    else:
        hint = nearest(port, ports()) if ports() else "No serial port is connected."
    return ToolError(f"The serial port cannot be opened: {reason}.", where=port, hint=hint)


def ports() -> list[str]:
    """The serial ports of this machine."""
    return sorted(port.device for port in list_ports.comports())


def usb_ports() -> list[str]:
    """Those on USB, where boards are; a computer's own port has no board at its end."""
    return sorted(port.device for port in list_ports.comports() if port.vid is not None)


class SerialPort(Closing):
    """An open serial port; closes itself at the end of a `with` block."""

    source = source

    def __init__(self, line: "serial.Serial") -> None:
        self._line = line

    def read(self, timeout_seconds: float) -> bytes:
        """What arrives within the time, as soon as anything does; b"" when nothing does."""
        try:
            self._line.timeout = timeout_seconds
            first: bytes = self._line.read(1)
            rest: bytes = self._line.read(self._line.in_waiting) if first else b""
        except OSError as error:
            raise self._lost(error) from error
        return first + rest

    def write(self, data: bytes) -> None:
        """Sends bytes to the board."""
        try:
            self._line.write(data)
            self._line.flush()
        except OSError as error:
            raise self._lost(error) from error

    def close(self) -> None:
        """Gives the port back."""
        self._line.close()

    def _lost(self, error: OSError) -> ToolError:
        return ToolError(f"The serial port failed: {error}.", hint="Is the cable still connected?")
