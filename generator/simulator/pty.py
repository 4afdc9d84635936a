"""The console of a simulated board as a terminal device that any serial client can open."""

import os
import pty
import select
import time
import tty
from types import TracebackType
from typing import Self

from generator.simulator.machine import Machine

_SLICE_SECONDS = 0.005
_PIECE_BYTES = 1024


class PtyConsole:
    """A pseudo-terminal whose other end is the board's serial line.

    path: the device to open with picocom, pyserial or the like, e.g. "/dev/pts/5". Its baud rate
    does not matter: bytes cross the simulated wire at the board's.
    """

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self.path = os.ttyname(self._theirs)

    def serve(self, simulated_seconds: float, *, real_time: bool = False) -> None:
        """Runs the board and carries bytes both ways for so long.

        real_time: do not run ahead of the clock on the wall.
        """
        machine = self._machine
        begun_wall, begun = time.monotonic(), machine.seconds
        while machine.seconds - begun < simulated_seconds and machine.lockup is None:
            self._carry_in()
            machine.run(_SLICE_SECONDS)
            self._carry_out()
            ahead = machine.seconds - begun - (time.monotonic() - begun_wall)
            if real_time and ahead > 0:
                select.select([self._ours], [], [], ahead)

    def close(self) -> None:
        """Takes the device away."""
        os.close(self._ours)
        os.close(self._theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _carry_in(self) -> None:
        readable, _, _ = select.select([self._ours], [], [], 0)
        if readable:
            self._machine.line.send(os.read(self._ours, _PIECE_BYTES))

    def _carry_out(self) -> None:
        waiting = self._machine.line.to_host
        if waiting:
            try:
                written = os.write(self._ours, bytes(waiting[:_PIECE_BYTES]))
            except BlockingIOError:
                return  # nobody reads at the other end; the rest waits
            del waiting[:written]
