"""Boards that QEMU emulates with a core of the same kind: for a second opinion on the same code.

They are Arm's MPS2 boards. Sources: QEMU manual, "Arm MPS2 and MPS3 boards"; application notes
AN385 (Cortex-M3), AN386 (M4), AN500 (M7) and AN505 (M33). QEMU has no MPS2 with a Cortex-M0 or M0+:
their code runs on the M3, which has all their instructions.
"""

from dataclasses import dataclass, replace

from generator.boards.facts import Board, Clock, ClockWish, Console, Memory, Part, Pin, Probe
from generator.errors import ToolError

_MEBIBYTE = 1024 * 1024
_CONSOLE = Console("uart0", Pin("a", 0), Pin("a", 0), None, 115_200, "external-usb-uart")
_PROBE = Probe("none", "none", "none", "none", "none")


@dataclass(frozen=True)
class Machine:
    """A machine of QEMU. uart_interrupt: that of the console's receiver."""

    name: str
    clock_hz: int
    code: int
    ram: int
    ram_bytes: int
    uart_interrupt: int
    note: str


_AN385 = Machine("mps2-an385", 25_000_000, 0, 0x20000000, 4 * _MEBIBYTE, 0, "AN385")
_MACHINES = {
    "cortex-m0": _AN385,
    "cortex-m0plus": _AN385,
    "cortex-m3": _AN385,
    "cortex-m4": replace(_AN385, name="mps2-an386", note="AN386"),
    "cortex-m7": replace(_AN385, name="mps2-an500", note="AN500"),
    "cortex-m33": Machine(
        "mps2-an505", 20_000_000, 0x10000000, 0x38000000, 2 * _MEBIBYTE, 32, "AN505"
    ),
}


def machine(board: Board) -> Machine:
    """The machine that stands in for a board; raises ToolError for a core that has none."""
    if board.part.core not in _MACHINES:
        raise ToolError(f"QEMU has no machine with a {board.part.core} that is known here.")
    return _MACHINES[board.part.core]


def is_emulated(board: Board) -> bool:
    """Whether it is one of QEMU's, which `stand_in` gave."""
    return any(board.name == machine.name for machine in _MACHINES.values())


def stand_in(board: Board) -> Board:
    """The emulated board as a firmware sees it: the same core, other memories and console."""
    found = machine(board)
    hz = found.clock_hz
    interrupts = (*(None,) * found.uart_interrupt, "UART0")
    memories = (
        Memory("flash", "flash", found.code, 4 * _MEBIBYTE),
        Memory("sram1", "ram", found.ram, found.ram_bytes),
    )
    part = Part(
        name=found.name,
        family="mps2",
        core=board.part.core,
        fpu=board.part.fpu,
        memories=memories,
        interrupts=interrupts,
        wait_states=((hz, 0),),
        max_clock_hz=hz,
    )
    return Board(
        name=found.name,
        title=f"QEMU's {found.name}",
        aliases=(),
        part=part,
        clock_wish=ClockWish("fixed", hz, hz),
        clock=Clock("fixed", hz, hz, hz, hz, hz, 0, {}, recipe=f"{hz / 1e6:g} MHz, fixed"),
        console=_CONSOLE,
        led=None,
        probe=_PROBE,
        sources={"part": f"Arm application note {found.note}"},
    )
