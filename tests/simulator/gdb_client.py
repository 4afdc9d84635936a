"""A board served to GDB, and a client of the protocol written from GDB's manual."""

import socket
import threading

from generator.simulator.attended import Attended
from generator.simulator.gdb.packets import framed, unescaped
from generator.simulator.machine import Machine

PROGRAM = """
#include <stdint.h>
volatile uint32_t sums[4], rounds;
__attribute__((noinline)) uint32_t add(uint32_t a, uint32_t b)
{
    return a + b;
}
int main(void)
{
    for (;;) {
        sums[rounds % 4] = add(rounds, 40);
        rounds++;
        if (rounds == 1000) {
            __asm volatile("bkpt 1");
        }
    }
}
"""


class Client:
    """Speaks the protocol as GDB does, with acknowledgements."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)

    def ask(self, packet: str) -> str:
        self.tell(packet)
        return self.hear()

    def tell(self, packet: str) -> None:
        self._socket.sendall(framed(packet.encode("latin-1")))

    def hear(self) -> str:
        data = b""
        while not (len(data) > 3 and data[-3:-2] == b"#"):
            piece = self._socket.recv(1)
            assert piece, "the server has hung up"
            data += piece
        self._socket.sendall(b"+")
        body = data[data.index(b"$") + 1 : -3]
        assert int(data[-2:], 16) == sum(body) & 0xFF
        return unescaped(body).decode("latin-1")

    def interrupt(self) -> None:
        self._socket.sendall(b"\x03")

    def register(self, number: int) -> int:
        return int.from_bytes(bytes.fromhex(self.ask(f"p{number:x}")), "little")

    def word(self, address: int) -> int:
        return int.from_bytes(bytes.fromhex(self.ask(f"m{address:x},4")), "little")

    def close(self) -> None:
        self._socket.close()


class Served:
    """A board that a thread runs for GDB."""

    def __init__(self, machine: Machine, terminal: bool = False) -> None:
        self.machine = machine
        self.said: list[str] = []
        self.shown = bytearray()
        self._attended = Attended(
            machine,
            gdb_port=0,
            terminal=terminal,
            pace=False,
            show=self.shown.extend,
            say=self.said.append,
        )
        self.port = int(self.said[0].rsplit(":", 1)[1])
        self.over = False
        self._thread = threading.Thread(target=self._attended.serve, args=(lambda: self.over,))
        self._thread.start()

    def stop(self) -> None:
        self.over = True
        self._thread.join(30)
        assert not self._thread.is_alive()
