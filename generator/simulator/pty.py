"""The console of a simulated board as a terminal device that any serial client can open."""

import os
import pty
import select
import tty

from generator.closing import Closing
from generator.simulator.machine import Machine

_PIECE_BYTES = 1024


class PtyConsole(Closing):
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

    def close(self) -> None:
        """Takes the device away."""
        os.close(self._ours)
        os.close(self._theirs)

    def carry_in(self) -> None:
        """Hands what the client has typed to the board."""
        readable, _, _ = select.select([self._ours], [], [], 0)
        if readable:
            self._machine.line.send(os.read(self._ours, _PIECE_BYTES))

    def carry_out(self) -> None:
        """Hands what the board has said to the client, as far as that reads it."""
        waiting = self._machine.line.to_host
        if waiting:
            try:
                written = os.write(self._ours, bytes(waiting[:_PIECE_BYTES]))
            except BlockingIOError:
                return  # nobody reads at the other end; the rest waits
            del waiting[:written]
