"""Packets of the remote serial protocol. Source: GDB manual, appendix E.1."""

import socket
from contextlib import suppress

INTERRUPT = b"\x03"
_MOST_BYTES = 1 << 16


def framed(payload: bytes) -> bytes:
    """A packet: $payload#checksum."""
    escaped = b"".join(
        bytes((0x7D, byte ^ 0x20)) if byte in b"#$}*" else bytes((byte,)) for byte in payload
    )
    return b"$%s#%02x" % (escaped, sum(escaped) & 0xFF)


def unescaped(payload: bytes) -> bytes:
    """The payload with its escapes undone."""
    parts = payload.split(b"}")
    return parts[0] + b"".join(bytes((part[0] ^ 0x20,)) + part[1:] for part in parts[1:] if part)


class Channel:
    """The connection to one GDB. acknowledges: until QStartNoAckMode."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._received = b""
        self.acknowledges = True

    def fileno(self) -> int:
        """For select."""
        return self._connection.fileno()

    def send(self, payload: bytes) -> None:
        """Sends a packet; acknowledgements are not waited for, TCP loses nothing."""
        self._tell(framed(payload))

    def _tell(self, data: bytes) -> None:
        # Where GDB has gone, `receive` notices next.
        with suppress(OSError):
            self._connection.sendall(data)

    def receive(self) -> list[bytes] | None:
        """What has come: payloads and INTERRUPT, in order; None where GDB is gone."""
        try:
            data = self._connection.recv(_MOST_BYTES)
        except OSError:
            return None
        if not data:
            return None
        self._received += data
        return list(iter(self._next, b""))

    def _next(self) -> bytes:
        """The next whole packet, b"" where there is none."""
        while self._received and self._received[:1] in b"+-":
            self._received = self._received[1:]
        if self._received[:1] == INTERRUPT:
            self._received = self._received[1:]
            return INTERRUPT
        end = self._received.find(b"#")
        if end < 0 or len(self._received) < end + 3:
            return b""
        body = self._received[self._received.find(b"$") + 1 : end]
        stated, self._received = self._received[end + 1 : end + 3], self._received[end + 3 :]
        sound = stated.lower() == b"%02x" % (sum(body) & 0xFF)
        if self.acknowledges:
            self._tell(b"+" if sound else b"-")
        return unescaped(body) if sound else self._next()
