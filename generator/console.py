"""The host's side of the firmware's console: the MLPerf Tiny text protocol and our own words.

What the firmware says is described in `docs/serial_protocol.md`.
"""

import re
import string
import zlib
from collections.abc import Callable

from generator.errors import ToolError
from generator.measurement import LayerCycles
from generator.runners import Port

READY = "m-ready"
_FIRST = "m-info-board-["
_CHECKSUM = "m-log-crc32-["
_MOST_STARTS = 4
CHUNK_BYTES = 31  # what fits the firmware's command of 79 characters, with room to spare
_FAULT = "fault: "
_MOST_BYTES = 1 << 22  # a firmware that talks for ever is stopped here: six minutes at 115200 baud
_GLANCE_BYTES = 64  # enough to tell text from noise
_TEXT = frozenset(string.printable.encode())


def fields(lines: list[str]) -> dict[str, str]:
    """The lines of the form m-name-[value], by name; of equal names the last."""
    found = (re.fullmatch(r"m-(.*?)-\[(.*)\]", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


class Console:
    """A conversation with the firmware at the other end of a port.

    locate: names the function and line at an address, for fault reports.
    patience_seconds: how long the firmware may be silent; it shows a sign of life every 10 s.
    restarts: how often the firmware has begun its boot log anew before it came to an end.
    band_percent: the error to expect of its times where they are simulated, else None.
    All methods raise ToolError when the firmware faults, answers e-[…], or stays silent.
    """

    def __init__(
        self,
        port: Port,
        *,
        locate: Callable[[int], str | None] = lambda _: None,
        patience_seconds: float = 30.0,
    ) -> None:
        self._port = port
        self._locate = locate
        self._patience_seconds = patience_seconds
        self._received = bytearray()
        self.booted: list[str] = []
        self.restarts = 0
        self.band_percent: float | None = None

    def boot_log(self) -> list[str]:
        """The lines that the firmware prints from its last reset up to m-ready; kept as `booted`.

        Raises ToolError also when they do not have the checksum that the firmware sent along.
        """
        lines: list[str] = []
        starts = 0
        while not lines or lines[-1] != READY:
            line = self._line("after the reset")
            if _FIRST in line:
                starts += 1
                lines, line = [], line[line.index(_FIRST) :]
            if starts > _MOST_STARTS:
                raise ToolError(
                    f"The board has restarted {_MOST_STARTS} times while it measured.",
                    hint="Look at its supply and at its watchdog.",
                )
            self._demand_sound(line)
            lines.append(line)
        self.restarts = max(0, starts - 1)
        _check_log(lines)
        self.booted = [line for line in lines[:-1] if line]
        return self.booted

    def command(self, text: str) -> list[str]:
        """Sends a command, without the closing %; the lines of the answer, without m-ready."""
        self._port.write(f"{text}%".encode("ascii"))
        lines = self._lines_until_ready(f"to {text!r}")
        refusals = [line for line in lines if line.startswith("e-[")]
        if refusals:
            raise ToolError(f"The firmware refused {text!r}: {refusals[0][3:-1]}.")
        return lines

    def load(self, data: bytes) -> None:
        """Sends the bytes of all model inputs, one input behind the other."""
        lines = self.command(f"db load {len(data)}")
        for start in range(0, len(data), CHUNK_BYTES):
            lines = self.command(f"db {data[start : start + CHUNK_BYTES].hex()}")
        if "m-load-done" not in lines:
            raise ToolError("The firmware did not confirm the input that was loaded.")

    def infer(self, count: int = 1, warmups: int = 0) -> list[float]:
        """Runs the loaded input; the first output as real numbers."""
        return _results(self.command(f"infer {count} {warmups}"))

    def outputs(self) -> tuple[bytes, ...]:
        """The stored bytes of every output after the last inference."""
        lines = self.command("outputs")
        found = (re.fullmatch(r"m-outputs-\[([0-9a-f]*)\]", line) for line in lines)
        return tuple(bytes.fromhex(match[1]) for match in found if match)

    def forget(self) -> None:
        """A model with state begins anew."""
        self.command("init")

    def checksums(self) -> dict[tuple[int, int], int]:
        """One inference: the CRC-32 of every layer's outputs, by layer and output.

        Only a firmware that was built to be validated knows this word, and that of `layer_outputs`.
        """
        lines = self.command("tensors")
        found = (re.fullmatch(r"m-checksum-\[(\d+),(\d+),\d+,(\d+)\]", line) for line in lines)
        return {(int(m[1]), int(m[2])): int(m[3]) for m in found if m}

    def layer_outputs(self, layer: int) -> tuple[bytes, ...]:
        """One inference up to a layer: the stored bytes of its outputs."""
        outputs: dict[int, bytearray] = {}
        for line in self.command(f"tensors {layer}"):
            match = re.fullmatch(r"m-tensor-\[\d+,(\d+),(\d+),([0-9a-f]*)\]", line)
            if match is not None:
                data = outputs.setdefault(int(match[1]), bytearray())
                if len(data) != int(match[2]):
                    raise ToolError(f"A line of the outputs of layer {layer} was lost.")
                data += bytes.fromhex(match[3])
        return tuple(bytes(outputs[position]) for position in sorted(outputs))

    def layers(self) -> tuple[LayerCycles, ...]:
        """Runs one inference layer by layer."""
        lines = self.command("layers")
        found = (re.fullmatch(r"m-layer-\[(\d+),(.*),(\d+),(\d+)\]", line) for line in lines)
        return tuple(LayerCycles(int(m[1]), m[2], int(m[3]), int(m[4])) for m in found if m)

    def _demand_sound(self, line: str) -> None:
        """Raises ToolError where a line of the boot log says that something is wrong."""
        if line.startswith(_FAULT):
            raise self._fault(line)
        if line.startswith("e-["):
            raise ToolError(f"The firmware gives no figures: {line[3:].rstrip(']')}.")

    def _lines_until_ready(self, when: str) -> list[str]:
        lines: list[str] = []
        while not lines or lines[-1] != READY:
            lines.append(self._line(when))
            if lines[-1].startswith(_FAULT):
                raise self._fault(lines[-1])
        return [line for line in lines[:-1] if line]

    def _line(self, when: str) -> str:
        """The next line that the firmware finishes within its patience."""
        silent_seconds, taken = 0.0, 0
        while b"\n" not in self._received:
            data = self._port.read(1.0)
            silent_seconds = 0.0 if data else silent_seconds + 1.0
            taken += len(data)
            self._received += data
            self._refuse_noise()
            if silent_seconds >= self._patience_seconds or taken > _MOST_BYTES:
                raise self._silence(when)
        line, _, rest = bytes(self._received).partition(b"\n")
        self._received[:] = rest
        return line.rstrip(b"\r").decode("ascii", "replace")

    def _refuse_noise(self) -> None:
        glance = self._received[:_GLANCE_BYTES]
        strange = sum(byte not in _TEXT for byte in glance)
        if len(glance) == _GLANCE_BYTES and strange > _GLANCE_BYTES // 4:
            raise ToolError(
                "What arrives is no text: the baud rate of the two ends differs.",
                hint="Try --baud 9600, 57600, 230400 or 921600; a firmware whose crystal differs "
                "from the board's description is off by the ratio of the two.",
            )

    def _silence(self, when: str) -> ToolError:
        said = bytes(self._received).decode("ascii", "replace").strip()
        return ToolError(
            f"The firmware did not answer {when} within {self._patience_seconds:g} s"
            + (f"; it stopped at {said[-60:]!r}." if said else "."),
            hint="Press the board's reset button, or flash it again.",
        )

    def _fault(self, first: str) -> ToolError:
        """What the fault report says; its last line is followed by silence for ever."""
        lines = [first]
        while lines[-1] != f"{_FAULT}stopped":
            try:
                lines.append(self._line("with a whole fault report"))
            except ToolError:
                break
        report = [line.removeprefix(_FAULT) for line in lines if line.startswith(_FAULT)]
        registers = [line for line in report if " 0x" in line]
        kind = report[0]
        places = [self._place(line) for line in registers]
        return ToolError(f"The firmware stopped with a {kind}.", hint="\n  ".join(places) or None)

    def _place(self, register: str) -> str:
        """The line of a register, with the source line that pc and lr point to."""
        name, value = register.split(" 0x", 1)
        if name not in ("pc", "lr") or not re.fullmatch("[0-9a-f]{1,8}", value):
            return register
        place = self._locate(int(value, 16))
        return register if place is None else f"{register} ({place})"


def _check_log(lines: list[str]) -> None:
    """Raises ToolError where a boot log is not what its checksum was computed of."""
    if not lines[0].startswith(_FIRST):
        return  # the beginning was missed; what is needed of it will be missed by name
    end = next((n for n, line in enumerate(lines) if line.startswith(_CHECKSUM)), None)
    printed = "".join(f"{line}\r\n" for line in lines[:end]).encode("ascii", "replace")
    if end is None or lines[end] != f"{_CHECKSUM}{zlib.crc32(printed):08x}]":
        raise ToolError(
            "The boot log arrived damaged: it does not have the checksum that came with it, so its "
            "figures are not to be trusted.",
            hint="Shorten the serial line, check its ground and its baud rate, reset the board.",
        )


def _results(lines: list[str]) -> list[float]:
    text = fields(lines).get("results")
    if text is None:
        raise ToolError("The firmware ran the model but printed no results.")
    return [float(number) for number in text.split(",") if number]
