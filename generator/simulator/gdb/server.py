"""Answers one GDB: what a debug probe and its server do for a real board."""

import select
import socket

from generator.boards.facts import Part
from generator.closing import Closing
from generator.errors import ToolError
from generator.simulator.debugger import Debugger
from generator.simulator.gdb.commands import LOCKED_UP, Commands
from generator.simulator.gdb.packets import INTERRUPT, Channel

_INTERRUPTED = b"S02"


class GdbServer(Closing):
    """A socket that a GDB may connect to, one after the other.

    port: 0 lets the system choose; `port` then holds its choice. Raises ToolError where the port
    is taken.
    """

    def __init__(self, debugger: Debugger, part: Part, port: int) -> None:
        self._debugger = debugger
        self._part = part
        self._commands = Commands(debugger, part)
        self._channel: Channel | None = None
        self._connection: socket.socket | None = None
        self._listener = _listener(port)
        self.port: int = self._listener.getsockname()[1]
        self.finished = False
        self._spoken = self._ran_before = False

    @property
    def running(self) -> bool:
        """Whether GDB lets time pass."""
        return self._commands.running

    def attend(self, wait_seconds: float) -> None:
        """Waits so long for GDB to say something, and answers it."""
        source = self._listener if self._channel is None else self._channel
        readable, _, _ = select.select([source], [], [], wait_seconds)
        if readable and self._channel is None:
            self._accept()
        elif readable:
            self._obey()

    def notice_stop(self) -> None:
        """Tells GDB that the processor has halted."""
        if self.running and self._debugger.stopped:
            self._halt(self._commands.stopped())

    def lock_up(self) -> None:
        """Tells GDB that the processor has locked up: it stopped and will not run again."""
        if self.running:
            self._halt(LOCKED_UP)

    def close(self) -> None:
        """Ends all connections."""
        self._disconnect()
        self._listener.close()

    # --- the connection ---------------------------------------------------------------------------

    def _accept(self) -> None:
        self._connection, _ = self._listener.accept()
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._channel = Channel(self._connection)
        self._debugger.attach(True)
        self._spoken, self._ran_before = False, self.running
        self._commands = Commands(self._debugger, self._part)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._debugger.attach(False)
        self._connection = self._channel = None

    def _obey(self) -> None:
        assert self._channel is not None
        packets = self._channel.receive()
        if packets is None:
            self._hang_up()
            return
        self._spoken = self._spoken or bool(packets)
        for packet in packets:
            if packet == INTERRUPT:
                if self.running:
                    self._halt(_INTERRUPTED)
                continue
            answer = self._commands.answer(packet)
            self._channel.acknowledges = self._commands.acknowledges
            if answer is not None:
                self._channel.send(answer)
            if self._commands.killed or self._commands.detached:
                self._leave(finished=self._commands.killed)
                return

    def _hang_up(self) -> None:
        """The other side has gone. An editor may only have asked whether the port is open."""
        if self._spoken:
            self._leave(finished=True)
        else:
            self._disconnect()
            self._commands.running = self._ran_before

    def _leave(self, *, finished: bool) -> None:
        self._disconnect()
        self.finished = finished
        self._commands.running = True

    def _halt(self, why: bytes) -> None:
        self._commands.running = False
        if self._channel is not None:
            self._channel.send(why)


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(1)
    except (OSError, OverflowError) as error:
        listener.close()
        raise ToolError(
            f"GDB's port {port} cannot be opened: {error}.", hint="Choose another one: --gdb 3334"
        ) from error
    return listener
