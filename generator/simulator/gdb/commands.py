"""What GDB may ask of the target, and the answers."""

from collections.abc import Callable

from generator.boards.facts import Part
from generator.simulator.debugger import Debugger
from generator.simulator.gdb.description import memory_map, registers, target_xml
from generator.simulator.watchpoints import Watchpoint

_XPSR = 25  # the number that the target description gives it; those between do not exist
_PACKET_BYTES = 0x4000
_TRAPPED, LOCKED_UP = b"S05", b"S0b"
_MOST_WATCHED_BYTES = 0x10000
# Kind of point: whether it sees loads and stores, and what GDB calls it.
_WATCHED = {"2": (False, True, "watch"), "3": (True, False, "rwatch"), "4": (True, True, "awatch")}
_OK, _ERROR, _UNKNOWN = b"OK", b"E01", b""


class Commands:
    """Obeys the packets of one GDB.

    running: whether time passes. detached, killed: GDB has taken its leave, so or so.
    acknowledges: whether packets are to be acknowledged.
    """

    def __init__(self, debugger: Debugger, part: Part) -> None:
        self._debugger = debugger
        self._part = part
        self._registers = registers(part)
        self.running = False
        self.detached = False
        self.killed = False
        self.acknowledges = True

    def answer(self, packet: bytes) -> bytes | None:
        """The answer to a packet; None where it comes later, or never."""
        text = packet.decode("latin-1")
        commands: dict[str, Callable[[str], bytes | None]] = {
            "?": lambda _: self.stopped(),
            "g": lambda _: self._all_registers(),
            "G": self._write_all_registers,
            "p": self._one_register,
            "P": self._write_register,
            "m": self._read,
            "M": self._write_hex,
            "X": self._write_binary,
            "c": self._continue,
            "s": self._step,
            "Z": lambda rest: self._point(rest, present=True),
            "z": lambda rest: self._point(rest, present=False),
            "q": self._query,
            "Q": self._switch,
            "v": self._verb,
            "D": self._detach,
            "k": self._kill,
            "H": lambda _: _OK,
            "T": lambda _: _OK,
            "!": lambda _: _OK,
            "R": self._restart,
        }
        act = commands.get(text[:1])
        try:
            return _UNKNOWN if act is None else act(text[1:])
        except (ValueError, IndexError):
            return _ERROR

    def stopped(self) -> bytes:
        """Why the processor stands still."""
        if self._debugger.locked_up:
            return LOCKED_UP
        point = self._debugger.watchpoint
        if point is None:
            return _TRAPPED
        names = {(loads, stores): name for loads, stores, name in _WATCHED.values()}
        return f"T05{names[point.loads, point.stores]}:{point.address:x};".encode("ascii")

    def _number(self, position: int) -> int:
        """The engine's number of the register that GDB calls by this one."""
        if position >= _XPSR:
            position -= _XPSR - 16
        return self._registers[position][1]

    def _all_registers(self) -> bytes:
        numbers = [number for _, number in self._registers]
        words = [self._debugger.register(number).to_bytes(4, "little") for number in numbers]
        return b"".join(words).hex().encode("ascii")

    def _write_all_registers(self, rest: str) -> bytes:
        data = bytes.fromhex(rest)
        for n, (_, number) in enumerate(self._registers[: len(data) // 4]):
            self._debugger.set_register(number, int.from_bytes(data[4 * n : 4 * n + 4], "little"))
        return _OK

    def _one_register(self, rest: str) -> bytes:
        value = self._debugger.register(self._number(int(rest, 16)))
        return value.to_bytes(4, "little").hex().encode("ascii")

    def _write_register(self, rest: str) -> bytes:
        position, _, value = rest.partition("=")
        word = int.from_bytes(bytes.fromhex(value), "little")
        self._debugger.set_register(self._number(int(position, 16)), word)
        return _OK

    def _read(self, rest: str) -> bytes:
        address, size = (int(word, 16) for word in rest.split(","))
        data = self._debugger.read(address, min(size, _PACKET_BYTES))
        return _ERROR if data is None else data.hex().encode("ascii")

    def _write_hex(self, rest: str) -> bytes:
        place, _, data = rest.partition(":")
        return self._write(place, bytes.fromhex(data))

    def _write_binary(self, rest: str) -> bytes:
        place, _, data = rest.partition(":")
        return self._write(place, data.encode("latin-1"))

    def _write(self, place: str, data: bytes) -> bytes:
        address = int(place.split(",", maxsplit=1)[0], 16)
        return _OK if not data or self._debugger.write(address, data) else _ERROR

    def _continue(self, rest: str) -> bytes | None:
        """The answer comes when the processor stops."""
        self._jump(rest)
        self._debugger.go_on()
        self.running = True
        return None

    def _step(self, rest: str) -> bytes:
        self._jump(rest)
        self._debugger.step()
        return self.stopped()

    def _jump(self, rest: str) -> None:
        if rest:
            self._debugger.set_register(self._number(15), int(rest, 16))

    def _point(self, rest: str, *, present: bool) -> bytes:
        """Breakpoints, those in RAM and in flash alike, and watchpoints."""
        kind, address, size = rest.split(",", 2)
        if kind in ("0", "1"):
            self._debugger.set_breakpoint(int(address, 16), present)
            return _OK
        if kind not in _WATCHED or not 0 < int(size, 16) <= _MOST_WATCHED_BYTES:
            return _UNKNOWN if kind not in _WATCHED else _ERROR
        loads, stores, _ = _WATCHED[kind]
        watchpoint = Watchpoint(int(address, 16), int(size, 16), loads, stores)
        return _OK if self._debugger.set_watchpoint(watchpoint, present) else _ERROR

    def _query(self, rest: str) -> bytes:
        word, _, argument = rest.partition(":")
        if word == "Supported":
            return (
                b"PacketSize=%x;qXfer:features:read+;qXfer:memory-map:read+;QStartNoAckMode+;"
                b"vContSupported+" % _PACKET_BYTES
            )
        if word == "Xfer":
            return self._transfer(argument)
        if word.startswith("Rcmd,"):
            return self._monitor(bytes.fromhex(word[5:]).decode("ascii", "replace"))
        fixed = {"Attached": b"1", "C": b"QC1", "fThreadInfo": b"m1", "sThreadInfo": b"l"}
        return fixed.get(word, _UNKNOWN)

    def _transfer(self, argument: str) -> bytes:
        what, _, annex, span = argument.split(":")
        documents = {
            ("features", "target.xml"): target_xml,
            ("memory-map", ""): memory_map,
        }
        if (what, annex) not in documents:
            return _ERROR
        text = documents[what, annex](self._part)
        start, size = (int(word, 16) for word in span.split(","))
        piece = text[start : start + size]
        return (b"m" if start + size < len(text) else b"l") + piece.encode("ascii")

    def _monitor(self, command: str) -> bytes:
        """`monitor reset`, with or without "halt" or "init" behind it as OpenOCD has it."""
        if command.split()[:1] == ["reset"]:
            self._debugger.reset()
            return _OK
        return b"The simulated board knows: monitor reset\n".hex().encode("ascii")

    def _switch(self, rest: str) -> bytes:
        if rest == "StartNoAckMode":
            self.acknowledges = False
            return _OK
        return _UNKNOWN

    def _verb(self, rest: str) -> bytes | None:
        word, _, argument = rest.partition(":")
        if word.startswith("Flash"):
            return self._flash(word, argument)
        if rest.startswith("Cont;"):
            return self._step("") if rest[5] in "sS" else self._continue("")
        if word.startswith("Kill"):
            self.killed = True
            return _OK
        return b"vCont;c;C;s;S" if rest == "Cont?" else _UNKNOWN

    def _flash(self, word: str, argument: str) -> bytes:
        """What GDB's `load` makes of a memory that the map calls flash."""
        if word == "FlashDone":
            return _OK
        place, _, data = argument.partition(":")
        if word == "FlashErase":
            place, size = place.split(",")
            if int(size, 16) > self._part.flash.size_bytes:
                return _ERROR
            content = b"\xff" * int(size, 16)
        else:
            content = data.encode("latin-1")
        return _OK if self._debugger.program(int(place, 16), content) else _ERROR

    def _restart(self, rest: str) -> None:
        del rest
        self._debugger.reset()

    def _detach(self, rest: str) -> bytes:
        del rest
        self.detached = self.running = True
        return _OK

    def _kill(self, rest: str) -> None:
        del rest
        self.killed = True
