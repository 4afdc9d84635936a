"""Boards written by hand from the data sheets, and firmware compiled for them."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.boards.facts import (
    Board,
    Clock,
    ClockWish,
    Console,
    Memory,
    Part,
    Pin,
    Probe,
)
from generator.simulator.injections import parse
from generator.simulator.machine import Machine

FIRMWARE = Path(__file__).parents[1] / "firmware"
GCC = "arm-none-eabi-gcc"


def _interrupts(count: int, **named: int) -> tuple[str | None, ...]:
    names: list[str | None] = [None] * count
    for name, position in named.items():
        names[position] = name
    return tuple(names)


F103 = Board(
    name="stm32f103c8",
    title="Blue Pill",
    aliases=(),
    part=Part(
        name="stm32f103c8t6",
        family="stm32f1",
        core="cortex-m3",
        fpu=None,
        memories=(
            Memory("flash", "flash", 0x08000000, 64 * 1024),
            Memory("sram", "ram", 0x20000000, 20 * 1024),
        ),
        interrupts=_interrupts(43, USART1=37, USART2=38, USART3=39),
        wait_states=((24_000_000, 0), (48_000_000, 1), (72_000_000, 2)),
        max_clock_hz=72_000_000,
    ),
    clock_wish=ClockWish("hse", 8_000_000, 72_000_000),
    clock=Clock("hse", 72_000_000, 72_000_000, 36_000_000, 72_000_000, 72_000_000, 2, {}),
    console=Console("usart1", Pin("a", 9), Pin("a", 10), None, 115200, "external-usb-uart"),
    led=None,
    probe=Probe("none", "stlink", "stm32f1x", "STM32F103C8", "stm32f103c8"),
    sources={},
)

L4R5 = Board(
    name="nucleo-l4r5zi",
    title="NUCLEO-L4R5ZI",
    aliases=(),
    part=Part(
        name="stm32l4r5zit6",
        family="stm32l4",
        core="cortex-m4",
        fpu="fpv4-sp-d16",
        memories=(
            Memory("flash", "flash", 0x08000000, 2048 * 1024),
            Memory("sram1", "ram", 0x20000000, 192 * 1024),
            Memory("sram2", "ram", 0x20030000, 64 * 1024),
            Memory("sram3", "ram", 0x20040000, 384 * 1024),
        ),
        interrupts=_interrupts(95, USART1=37, USART2=38, USART3=39, LPUART1=70),
        wait_states=tuple((20_000_000 * (n + 1), n) for n in range(6)),
        max_clock_hz=120_000_000,
    ),
    clock_wish=ClockWish("msi", 4_000_000, 120_000_000),
    clock=Clock("msi", 120_000_000, 120_000_000, 120_000_000, 120_000_000, 120_000_000, 5, {}),
    console=Console("lpuart1", Pin("g", 7), Pin("g", 8), 8, 115200, "stlink", 8),
    led=None,
    probe=Probe("stlink", "stlink", "stm32l4x", "STM32L4R5ZI", "stm32l4r5zitx"),
    sources={},
)

_CORE_FLAGS = {
    "cortex-m0": ("-mcpu=cortex-m0", "-mthumb"),
    "cortex-m0plus": ("-mcpu=cortex-m0plus", "-mthumb"),
    "cortex-m3": ("-mcpu=cortex-m3", "-mthumb"),
    "cortex-m4": ("-mcpu=cortex-m4", "-mthumb", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"),
    "cortex-m33": ("-mcpu=cortex-m33", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"),
    "cortex-m7": ("-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"),
}


def build(
    folder: Path, board: Board, *sources: str, flags: Sequence[str] = (), core: str | None = None
) -> Path:
    """Compiles sources of tests/firmware (or C text) for a board; skips without a compiler.

    core: compile for another core than the board's, to see it refuse the instructions.
    """
    if shutil.which(GCC) is None:
        pytest.skip(f"needs {GCC} on the PATH")
    files = [FIRMWARE / "startup.c"]
    for number, source in enumerate(sources):
        if "\n" in source:
            files.append(folder / f"source{number}.c")
            files[-1].write_text(source, encoding="ascii")
        else:
            files.append(FIRMWARE / source)
    part = board.part
    ram = next(memory for memory in part.rams if memory.name != "itcm")
    places = {
        "flash_origin": part.flash.origin,
        "flash_size": part.flash.size_bytes,
        "ram_origin": ram.origin,
        "ram_size": ram.size_bytes,
    }
    elf = folder / "firmware.elf"
    command = [
        GCC, *_CORE_FLAGS[core or part.core], "-O2", "-ffreestanding", "-fno-builtin", "-nostdlib",
        "-Wall", "-Wextra", "-Werror", f"-I{FIRMWARE}", "-T", str(FIRMWARE / "link.ld"),
        *(f"-Wl,--defsym={name}={value}" for name, value in places.items()),
        "-Wl,--no-warn-rwx-segments", *flags, *map(str, files), "-lgcc", "-o", str(elf),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return elf


def booted(elf: Path, board: Board, seconds: float, *inject: str, native: bool = True) -> Machine:
    """A machine that has run for a simulated time."""
    machine = Machine(board, elf, injections=[parse(text) for text in inject], native=native)
    machine.run(seconds)
    return machine


def word(machine: Machine, symbol: str) -> int:
    """A 32-bit variable of the firmware."""
    data = machine.read_memory(machine.symbol(symbol), 4)
    assert data is not None
    return int.from_bytes(data, "little")


def words(machine: Machine, symbol: str, count: int) -> list[int]:
    """An array of 32-bit variables of the firmware."""
    data = machine.read_memory(machine.symbol(symbol), 4 * count)
    assert data is not None
    return [int.from_bytes(data[4 * n : 4 * n + 4], "little") for n in range(count)]
