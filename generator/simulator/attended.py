"""A simulated board that people and programs attend to: a debugger, a terminal, or both."""

import time
from collections.abc import Callable
from contextlib import ExitStack

from generator.simulator.gdb.server import GdbServer
from generator.simulator.machine import Machine
from generator.simulator.pty import PtyConsole

_SLICE_SECONDS = 0.005
_PAUSE_SECONDS = 0.1


class Attended:
    """Runs a board and serves those who watch it.

    gdb_port: where a GDB may connect, 0 for any free one, None for nowhere; the board then stands
    at its first instruction until GDB lets it run. terminal: whether the console is a terminal
    device; else `show` is handed what it says. pace: not faster than real time. say: is told, in
    words, what to connect where.
    """

    def __init__(
        self,
        machine: Machine,
        *,
        gdb_port: int | None,
        terminal: bool,
        pace: bool,
        show: Callable[[bytes], None],
        say: Callable[[str], None],
    ) -> None:
        self._machine = machine
        self._pace = pace
        self._show = show
        self._exits = ExitStack()
        self._gdb: GdbServer | None = None
        self._terminal: PtyConsole | None = None
        if gdb_port is not None:
            gdb = GdbServer(machine.debugger, machine.board.part, gdb_port)
            self._gdb = self._exits.enter_context(gdb)
            say(f"GDB may connect: target extended-remote localhost:{gdb.port}")
        if terminal:
            self._terminal = self._exits.enter_context(PtyConsole(machine))
            say(f"The console is {self._terminal.path}; any baud rate will do.")

    def serve(self, over: Callable[[], bool] = lambda: False) -> None:
        """Runs until `over`, until GDB ends the program, or until the processor has locked up."""
        with self._exits:
            begun, base = time.monotonic(), self._machine.seconds
            while not over() and not self._ended():
                if self._gdb is not None and not self._gdb.running:
                    self._gdb.attend(_PAUSE_SECONDS)
                    begun, base = time.monotonic(), self._machine.seconds
                    continue
                self._advance()
                ahead = self._machine.seconds - base - (time.monotonic() - begun)
                self._rest(ahead if self._pace else 0.0)

    def _ended(self) -> bool:
        if self._gdb is not None:
            return self._gdb.finished
        return self._machine.lockup is not None

    def _advance(self) -> None:
        if self._terminal is not None:
            self._terminal.carry_in()
        self._machine.run(_SLICE_SECONDS)
        if self._terminal is not None:
            self._terminal.carry_out()
        else:
            self._show(bytes(self._machine.line.to_host))
            self._machine.line.to_host.clear()

    def _rest(self, ahead_seconds: float) -> None:
        """Lets the wall clock catch up, and hears GDB meanwhile."""
        if self._gdb is not None:
            self._gdb.notice_stop()
            if self._machine.lockup is not None:
                self._gdb.lock_up()
            self._gdb.attend(max(0.0, ahead_seconds))
        elif ahead_seconds > 0:
            time.sleep(ahead_seconds)
