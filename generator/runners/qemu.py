"""QEMU as a second opinion: the same code on an emulator that others have written."""

import os
import select
import shutil
import subprocess
import time
from pathlib import Path

from generator.closing import Closing
from generator.errors import ToolError

_PROGRAM = "qemu-system-arm"
_PIECE_BYTES = 4096
NANOSECONDS_PER_INSTRUCTION = 1
"""`-icount shift=0`: virtual time passes by so much for each instruction."""


class QemuPort(Closing):
    """The console of a firmware on an emulated machine: QEMU's standard input and output."""

    source = "qemu"

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        assert process.stdin is not None and process.stdout is not None
        self._input, self._output = process.stdin, process.stdout

    def read(self, timeout_seconds: float) -> bytes:
        """What arrives within the time; b"" when nothing does."""
        arrived, _, _ = select.select([self._output], [], [], timeout_seconds)
        data = os.read(self._output.fileno(), _PIECE_BYTES) if arrived else b""
        if arrived and not data:
            time.sleep(timeout_seconds)  # it has ended: as silent as a board without power
        return data

    def write(self, data: bytes) -> None:
        """Sends bytes to the firmware."""
        self._input.write(data)
        self._input.flush()

    def close(self) -> None:
        """Ends the emulation."""
        self._process.kill()
        self._process.communicate()


def connect(elf: Path, machine: str) -> QemuPort:
    """Starts a firmware on a machine of QEMU; raises ToolError where QEMU is not installed."""
    program = shutil.which(_PROGRAM)
    if program is None:
        raise ToolError(f"{_PROGRAM} is not installed.", hint="sudo apt install qemu-system-arm")
    command = [
        *(program, "-M", machine, "-kernel", str(elf), "-icount", "shift=0"),
        *("-display", "none", "-monitor", "none", "-serial", "stdio"),
    ]
    return QemuPort(
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    )


def instructions(cycles: int, clock_hz: int) -> int:
    """What the firmware counted as cycles of its clock, in instructions."""
    return round(cycles * 1e9 / clock_hz / NANOSECONDS_PER_INSTRUCTION)
