"""The board side on QEMU, as a second opinion on the core: faults, broken stacks, dead hardware.

QEMU's STM32F100 has the F103's serial port, but 8 KiB of RAM, a clock control that reads as zero
and a cycle counter that stands still: everything that the firmware has a fall-back for.
"""

import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from board_firmware import compile_and_link, write_project

from generator.boards.facts import Board, Memory
from generator.boards.load import load

QEMU = "qemu-system-arm"
MACHINE = "stm32vldiscovery"


@pytest.fixture(scope="module")
def firmware(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Blue Pill's firmware, linked for the RAM of QEMU's machine."""
    for tool in (QEMU, "arm-none-eabi-gcc"):
        if shutil.which(tool) is None:
            pytest.skip(f"needs {tool}")
    folder = write_project(_with_8_kib(load("stm32f103c8")), tmp_path_factory.mktemp("qemu"))
    linked = compile_and_link(load("stm32f103c8"), folder)
    assert linked.returncode == 0, linked.stderr
    return folder / "firmware.elf"


def _with_8_kib(board: Board) -> Board:
    memories = (board.part.flash, Memory("sram1", "ram", 0x20000000, 8 * 1024))
    return replace(board, part=replace(board.part, memories=memories))


class Qemu:
    """A running machine with the console on its standard input and output."""

    def __init__(self, elf: Path) -> None:
        # Time goes with the instructions, so that timers do not depend on how busy the host is.
        clock = ("-icount", "shift=3")
        options = ("-display", "none", "-monitor", "none", "-serial", "stdio", *clock)
        self._process = subprocess.Popen(
            [QEMU, "-M", MACHINE, "-kernel", elf, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def read_until(self, ending: str, patience_seconds: float = 20.0) -> str:
        """What the firmware says up to and with that ending."""
        assert self._process.stdout is not None
        limit = time.monotonic() + patience_seconds
        text = b""
        while not text.endswith(ending.encode("ascii")):
            assert time.monotonic() < limit, text
            arrived, _, _ = select.select([self._process.stdout], [], [], 1.0)
            data = os.read(self._process.stdout.fileno(), 1) if arrived else b""
            assert data or not arrived, f"QEMU has stopped after {text!r}"
            text += data
        return text.decode("ascii")

    def send(self, command: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command)
        self._process.stdin.flush()

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def qemu(firmware: Path) -> Iterator[Qemu]:
    machine = Qemu(firmware)
    yield machine
    machine.stop()


def test_boot_without_any_clock_flag_or_cycle_counter(qemu: Qemu) -> None:
    text = qemu.read_until("ready\r\n")
    assert "source HSI 8 MHz: HSI 8 MHz / 2 x 16 did not start" in text
    assert "clock_hz 8000000" in text
    assert "counting 1" in text, "SysTick should stand in for the counter"
    assert "sum 32896" in text
    qemu.send(b"hello")
    assert qemu.read_until("hello") == "hello"


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        # CFSR: ARMv7-M Architecture Reference Manual, "Configurable Fault Status Register".
        (b"b", ["BusFault", "cfsr 0x00008200", "bfar 0x60000000"]),  # BFARVALID, PRECISERR
        (b"u", ["UsageFault", "cfsr 0x00010000"]),  # UNDEFINSTR
        # The stack leaves RAM, and so does the exception's own frame: STKERR too.
        (b"s", ["BusFault", "cfsr 0x00009200", "the stack has overflowed, its registers are lost"]),
    ],
)
def test_fault_report(qemu: Qemu, command: bytes, lines: list[str]) -> None:
    qemu.read_until("ready\r\n")
    qemu.send(command)
    text = qemu.read_until("stopped\r\n")
    assert all(f"fault: {line}\r\n" in text for line in lines), text
