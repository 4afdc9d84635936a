"""Runs a firmware on a simulated board."""

import importlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.boards.facts import Board
from generator.closing import Closing
from generator.runners.desk import Desk
from generator.simulator import packages
from generator.simulator.injections import Injection

if TYPE_CHECKING:
    from generator.simulator.calls import Call
    from generator.simulator.machine import Machine
    from generator.simulator.vcd import PinTrace

_QUIET_FRAMES = 3
"""After so many frames without a byte, a read gives what has come so far."""

_SLICE_SECONDS = 0.05
# A shorter time is none: less than a clock cycle, in which a simulation gets nowhere.
_SHORTEST_SECONDS = 1e-8
_PIECE_BYTES = 4096


class SimulatorPort(Closing):
    """The console of a firmware on a simulated board; time passes while it is read.

    machine: the board, for all further questions.
    """

    source = "simulator"

    def __init__(self, machine: "Machine", wall_seconds: float) -> None:
        self.machine = machine
        self._wall_seconds = wall_seconds

    @property
    def calls(self) -> "list[Call]":
        """The calls of watched functions that have returned."""
        return self.machine.calls

    @property
    def band_percent(self) -> float:
        """Simulated times are expected within this error of a board's."""
        return self.machine.band_percent

    @property
    def reports(self) -> list[str]:
        """What a developer should know: unclocked peripherals, a wrong baud rate, …"""
        missed = [
            f"{fault.name} was asked for {fault.moment}, which has not come."
            for fault in self.machine.awaited
        ]
        return [*self.machine.reports, *missed]

    def read(self, timeout_seconds: float) -> bytes:
        """What has arrived, after a pause in it; b"" after so much simulated time without any.

        Also gives up, with b"", when the simulation takes longer than `wall_seconds`, and at once
        when nothing can come any more.
        """
        machine = self.machine
        line = machine.line
        deadline = machine.seconds + timeout_seconds
        give_up = time.monotonic() + self._wall_seconds
        while not line.to_host and self._can_speak() and time.monotonic() < give_up:
            left = deadline - machine.seconds
            if left < _SHORTEST_SECONDS:
                break
            machine.run(min(left, _SLICE_SECONDS), until=lambda: bool(line.to_host))
            if not line.to_host and machine.seconds < deadline:
                machine.skip_waiting(deadline - machine.seconds)
        if line.to_host:
            self._read_on(deadline)
        piece = bytes(line.to_host[:_PIECE_BYTES])
        del line.to_host[: len(piece)]
        return piece

    def write(self, data: bytes) -> None:
        """Sends bytes; they arrive at the board's baud rate while it is read."""
        self.machine.line.send(data)

    def attend(
        self, desk: Desk, *, show: Callable[[bytes], None], say: Callable[[str], None]
    ) -> None:
        """Runs the board for GDB and people at a terminal: `generator.simulator.attended`."""
        attended = importlib.import_module("generator.simulator.attended")
        attended.Attended(
            self.machine,
            gdb_port=desk.gdb_port,
            terminal=desk.terminal,
            pace=desk.pace,
            show=show,
            say=say,
        ).serve()

    def trace_pins(self) -> "PinTrace":
        """Notes from now on what the output pins do."""
        return self.machine.trace_pins()

    def close(self) -> None:
        """Ends the simulation."""
        self.machine.close()

    def _can_speak(self) -> bool:
        return self.machine.lockup is None and self.machine.line.connected

    def _read_on(self, deadline: float) -> None:
        """Lets more arrive until there is a pause, so that lines come in one piece."""
        machine, line = self.machine, self.machine.line
        pause = _QUIET_FRAMES * 10 / line.baud
        before = 0
        while before < len(line.to_host) < _PIECE_BYTES and machine.seconds < deadline:
            before = len(line.to_host)
            machine.run(pause)


def connect(
    elf: Path,
    board: Board,
    *,
    watch: Sequence[str] = (),
    injections: Sequence[Injection] = (),
    native: bool = True,
    wall_seconds: float = 120.0,
) -> SimulatorPort:
    """Puts the firmware on the board and switches it on.

    watch: functions whose calls are counted. injections: what goes wrong, and when.
    native: count cycles in compiled code where possible. wall_seconds: how long a single read may
    take on this computer. Raises RequestError and ToolError as `Machine` does, and ToolError where
    the extra "simulator" is not installed.
    """
    # Imported only when it is wanted: the emulator is an extra that may be missing.
    packages.demand()
    simulator = importlib.import_module("generator.simulator.machine")
    machine: Machine = simulator.Machine(board, elf, injections=injections, native=native)
    for symbol in watch:
        machine.watch_function(symbol)
    return SimulatorPort(machine, wall_seconds)
