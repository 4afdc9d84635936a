"""A firmware at work: booted, measured, attended and talked to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from generator import (
    measure,
    toolchain,
)
from generator.boards import emulated
from generator.boards.facts import Board
from generator.console import Console
from generator.energy import energy
from generator.errors import ToolError
from generator.firmware import Firmware
from generator.measurement import Measurement
from generator.progress import Notify
from generator.runners import Port, qemu, serial, simulator
from generator.runners.desk import TIDY, Desk
from generator.runners.simulator import SimulatorPort


def run(
    firmware: Firmware,
    board: Board,
    *,
    port: str | None = None,
    layers: bool = False,
    desk: Desk = TIDY,
    notify: Notify = lambda _: None,
) -> Measurement:
    """Boots the firmware and measures it: on the simulator, or on the board at a serial port.

    layers: whether to run one more inference, layer by layer.
    """
    if port is not None:
        notify(f"waiting for the board at {port}: reset it")
        with serial.connect(port, board.console.baud) as line:
            talk = _talk(line, firmware)
            measured = measure.measure(talk.boot_log(), firmware, source="serial")
            measured = replace(measured, layers=talk.layers() if layers else ())
        return _with_energy(_warned(measured, talk), board)
    notify(f"simulating {board.part.name}")
    with _simulated(firmware, board, desk) as machine:
        talk = _talk(machine, firmware)
        measured = measure.measure(
            talk.boot_log(),
            firmware,
            source="simulator",
            band_percent=machine.band_percent,
            instructions=machine.calls[-1].instructions if machine.calls else None,
        )
        each = talk.layers() if layers else ()
        measured = _warned(replace(measured, layers=each), talk, machine.reports)
    return _with_energy(measured, board)


@contextmanager
def _simulated(firmware: Firmware, board: Board, desk: Desk) -> Iterator[simulator.SimulatorPort]:
    """The firmware on a simulated board; what that noticed goes along with an error."""
    symbol = toolchain.inference_function(firmware.elf)
    with simulator.connect(
        firmware.elf, board, watch=(symbol,), injections=desk.injections
    ) as machine:
        trace = machine.trace_pins() if desk.vcd else None
        try:
            yield machine
        except ToolError as error:
            error.add(*machine.reports)
            raise
        finally:
            if trace and desk.vcd:
                trace.save(desk.vcd, board.name.replace("-", "_"))


def _warned(measured: Measurement, talk: Console, reports: Sequence[str] = ()) -> Measurement:
    """The measurement with what its reader should know."""
    restarted = ["The board restarted while it measured; these figures are from its last start."]
    warnings = (*measured.warnings, *(restarted if talk.restarts else ()), *reports)
    return replace(measured, warnings=warnings)


def attend(
    firmware: Firmware,
    board: Board,
    desk: Desk,
    *,
    show: Callable[[bytes], None],
    notify: Notify,
) -> tuple[str, ...]:
    """Runs the simulated board for GDB or a terminal until they, or Ctrl-C, end it.

    show: is handed what the console says where it is no terminal. Gives what the simulator noticed.
    """
    with _simulated(firmware, board, desk) as machine:
        with suppress(KeyboardInterrupt):
            machine.attend(desk, show=show, say=notify)
        return tuple(machine.reports)


def run_emulated(firmware: Firmware, board: Board, notify: Notify = lambda _: None) -> Measurement:
    """Boots a firmware made for `emulated.stand_in(board)` on QEMU, which counts instructions."""
    machine = emulated.machine(board).name
    notify(f"emulating {machine} with QEMU")
    with qemu.connect(firmware.elf, machine) as port:
        measured = measure.measure(_talk(port, firmware).boot_log(), firmware, source="qemu")
    count = qemu.instructions(measured.inference.cycles.mean, measured.clock_hz)
    note = "QEMU counts instructions only: these times and cycles say nothing of a board."
    inference = replace(measured.inference, instructions=count)
    return replace(measured, inference=inference, warnings=(note,))


def _with_energy(measured: Measurement, board: Board) -> Measurement:
    """The estimate goes with the clock that the firmware really reached."""
    clock = replace(board.clock, hclk_hz=measured.clock_hz)
    milliseconds = measured.inference.microseconds.mean / 1e3
    found = energy(replace(board, clock=clock), milliseconds, measured.band_percent or 0.0)
    return replace(measured, energy=found)


@contextmanager
def console(firmware: Firmware, board: Board, port: str | None = None) -> Iterator[Console]:
    """A conversation with a running firmware, past its boot log.

    port: that of a board; without one it is simulated, or emulated where it is a board of QEMU's.
    """
    line: Port
    if port is not None:
        line = serial.connect(port, board.console.baud)
    elif emulated.is_emulated(board):
        line = qemu.connect(firmware.elf, board.name)
    else:
        line = simulator.connect(firmware.elf, board)
    try:
        talk = _talk(line, firmware)
        talk.boot_log()
        talk.band_percent = line.band_percent if isinstance(line, SimulatorPort) else None
        yield talk
    finally:
        line.close()


def _talk(port: Port, firmware: Firmware) -> Console:
    return Console(port, locate=lambda address: toolchain.locate(firmware.elf, address))
