"""The serial ports of a chip with MODER ports, the console's wired to the line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from generator.boards.facts import Board, Pin
from generator.errors import ToolError
from generator.simulator.chip import interrupt_number
from generator.simulator.peripherals.gpio_v2 import GpioV2
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.peripherals.uart import Uart
from generator.simulator.peripherals.usart import Usart
from generator.simulator.peripherals.usart_v2 import UsartV2
from generator.simulator.system import System


@dataclass(frozen=True)
class SerialPort:
    """Where a serial port lies, whether its clock is on, and how fast that is."""

    base: int
    clocked: Callable[[], bool]
    clock_hz: Callable[[], int]


@dataclass(frozen=True)
class Wiring:
    """Whether the console's pins are switched to the console's port, or what is in the way.

    ports: by letter. supplied: whether a pin's supply is there, or what is missing.
    """

    board: Board
    ports: Mapping[str, GpioV2]
    supplied: Callable[[Pin], str | None] = lambda pin: None

    def obstacle(self, wired: bool, pin: Pin, wanted: int | None) -> str | None:
        """None where the pin belongs to the port; only the console's has its pins wired."""
        if not wired:
            return f"the board's serial line is on {self.board.console.peripheral.upper()}"
        if self.ports[pin.port].alternate_function(pin.number) != wanted:
            return f"{pin} is not switched to alternate function {wanted}"
        return self.supplied(pin)


def serial_ports(
    system: System,
    line: SerialLine,
    ports: Mapping[str, SerialPort],
    wiring: Wiring,
    kind: type[Usart] = UsartV2,
) -> list[Peripheral]:
    """Every port of the chip, of that kind of USART.

    Raises ToolError when the console's port is not among them.
    """
    board = wiring.board
    if board.console.peripheral not in ports:
        raise ToolError(
            f"The simulator has no {board.console.peripheral} on {board.part.name} yet."
        )
    silent = SerialLine(system, board.console.baud)
    return [
        _usart(
            system, name, port, line if name == board.console.peripheral else silent, wiring, kind
        )
        for name, port in ports.items()
    ]


def _usart(
    system: System,
    name: str,
    port: SerialPort,
    line: SerialLine,
    wiring: Wiring,
    kind: type[Usart],
) -> Usart:
    console = wiring.board.console
    wired = name == console.peripheral
    tx = partial(wiring.obstacle, wired, console.tx, console.alternate_function)
    rx = partial(wiring.obstacle, wired, console.rx, console.rx_alternate_function)
    return kind(
        system,
        name.upper(),
        port.base,
        clocked=port.clocked,
        clock_hz=port.clock_hz,
        uart=Uart(system, name.upper(), line, tx, rx),
        interrupt=interrupt_number(wiring.board.part, name.upper()),
        low_power=name.startswith("lp"),
    )
