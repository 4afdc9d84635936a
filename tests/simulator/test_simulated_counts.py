"""Exact instruction counts, the native counter against the fallback, and watched functions."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards.facts import Board
from generator.simulator import native_library
from generator.simulator.idle import IdleDetector
from generator.simulator.machine import Machine
from tests.simulator.simulated_board import F103, L4R5, booted, build, word

# Branches both ways, IT blocks, recursion, tables in flash, byte and word loads, multiplications.
# In lone_load a load is a block, as what follows crosses a kilobyte: it makes the load after it
# cheaper by more than it costs itself.
WORK = """
#include <stdint.h>
volatile uint32_t result;
static const uint8_t table[256] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
static uint32_t square_table[64];
__attribute__((noinline)) static uint32_t fibonacci(uint32_t n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
__asm__(".section .text.lone_load, \\"ax\\"\\n .balign 1024\\n .space 1014\\n"
        ".thumb_func\\n lone_load:\\n movs r1, #50\\n sub.w r2, sp, #64\\n"
        "1: ldr r3, [r2]\\n ldrsb.w r0, [r2, r1]\\n subs r1, #1\\n bne 1b\\n bx lr\\n .text\\n");
void lone_load(void);
__attribute__((noinline)) uint32_t work(uint32_t seed)
{
    uint32_t hash = seed;
    lone_load();
    for (uint32_t i = 0; i < 1000; i++) {
        hash = hash * 1664525u + 1013904223u;
        hash ^= table[(hash >> 20) & 0xF] << (i & 7);
        hash += hash & 1 ? square_table[i & 63] : (uint32_t)__builtin_clz(hash | 1);
        square_table[hash & 63] = hash / (i + 1);
        if ((hash & 7) == 3) {
            hash = hash < 1000 ? hash : hash - 1000;
        }
    }
    return hash + fibonacci(12);
}
int main(void)
{
    for (uint32_t n = 0; n < 3; n++) {
        result = work(result + 1);
    }
#ifdef LEAVE
    __asm volatile("movs r0, #0x18\\n ldr r1, =0x20026\\n bkpt 0xAB");
#endif
    for (;;) {
    }
}
"""


@pytest.fixture(params=[F103, L4R5], ids=lambda board: board.part.core)
def board(request: pytest.FixtureRequest) -> Iterator[Board]:
    yield request.param


QEMU = "qemu-system-arm"
QEMU_MACHINES = {"cortex-m3": "stm32vldiscovery", "cortex-m4": "netduinoplus2"}


def qemu_instructions(machine: Machine, board: Board, elf: Path) -> list[int]:
    """Instructions per call of work(), from the log of QEMU executing them one by one."""
    command = [
        QEMU, "-M", QEMU_MACHINES[board.part.core], "-kernel", str(elf), "-display", "none",
        "-semihosting", "-singlestep", "-d", "exec,nochain",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    trace = re.findall(r"^Trace [^[]*\[[0-9a-f]+/([0-9a-f]+)/", done.stderr, re.MULTILINE)
    executed = [int(address, 16) for address in trace]
    entry, main = machine.symbol("work"), machine.symbol("main")
    counts: list[int] = []
    inside = False
    for address in executed:
        if address == entry:
            counts.append(0)
        inside = address == entry or (inside and not main <= address < main + 64)
        if inside:
            counts[-1] += 1
    return counts


def with_small_memory(board: Board) -> Board:
    """The board with as little RAM as QEMU's machines of its core have."""
    ram = replace(board.part.rams[0], size_bytes=8 * 1024)
    return replace(board, part=replace(board.part, memories=(board.part.flash, ram)))


def test_instruction_counts_are_exact(tmp_path: Path, board: Board) -> None:
    if shutil.which(QEMU) is None:
        pytest.skip(f"needs {QEMU} on the PATH")
    small = with_small_memory(board)
    machine = Machine(small, build(tmp_path, small, WORK, flags=["-DLEAVE=0xAB"]))
    machine.watch_function("work")
    machine.run(0.1)
    expected = qemu_instructions(machine, small, tmp_path / "firmware.elf")
    assert [call.instructions for call in machine.calls] == expected
    assert len(expected) == 3


@pytest.mark.parametrize("acr", [None, 0x12, 0x705])
def test_fallback_gives_the_same_counts(tmp_path: Path, board: Board, acr: int | None) -> None:
    """Also with wait states, where data reads from flash are replayed."""
    set_acr = f"*(volatile uint32_t *)0x40022000 = {acr}u;" if acr else ""
    source = WORK.replace("int main(void)\n{", "int main(void)\n{\n    " + set_acr)
    elf = build(tmp_path, board, source)
    seen = []
    for native in (True, False):
        machine = Machine(board, elf, native=native)
        machine.watch_function("work")
        machine.run(0.1)
        assert machine.counts_natively is native
        seen.append((machine.calls, machine.cycles, machine.instructions, word(machine, "result")))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == 3


def test_watching_does_not_change_the_timing(tmp_path: Path) -> None:
    elf = build(tmp_path, F103, WORK)
    plain = booted(elf, F103, 0.05)
    watched = Machine(F103, elf)
    watched.watch_function("work")
    watched.watch_function("fibonacci")
    watched.run(0.05)
    assert (plain.cycles, plain.instructions) == (watched.cycles, watched.instructions)
    # fibonacci(12) calls itself 465 times in all, each of the three times.
    names = [call.symbol for call in watched.calls]
    assert names.count("fibonacci") >= 3
    assert names.count("work") == 3


def test_without_a_compiler_python_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path))
    native_library.library.cache_clear()
    assert native_library.library() is None
    native_library.library.cache_clear()


def test_unwritable_cache_is_survived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    native_library.library.cache_clear()
    assert native_library.library() is None
    native_library.library.cache_clear()


def test_a_misspelt_function_is_refused_with_its_neighbours(tmp_path: Path) -> None:
    machine = Machine(F103, build(tmp_path, F103, WORK))
    with pytest.raises(Exception, match="Did you mean work"):
        machine.watch_function("wrok")


def test_idle_polling_is_counted_as_if_executed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A firmware that waits for bytes, with and without skipping the turns of its loop."""
    elf = build(tmp_path, F103, "hello_f103.c")
    seen = []
    for skips in (True, False):
        if not skips:
            monkeypatch.setattr(IdleDetector, "observe", lambda *_: None)
        machine = booted(elf, F103, 0.01)
        machine.line.send(b"wait")
        machine.run(0.01)
        seen.append((machine.cycles, machine.instructions, bytes(machine.line.to_host)))
    assert seen[0] == seen[1]
    assert seen[0][2].endswith(b"wait")


WAITING = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t ticks, seen;
void SysTick_Handler(void) { ticks++; }
int main(void)
{
    REG(0xE000E014) = 7999999;     /* 1 s at 8 MHz */
    REG(0xE000E018) = 0;
    REG(0xE000E010) = 7;
    for (;;) {
        while (seen == ticks) {
        }
        seen = ticks;
    }
}
"""


@pytest.mark.parametrize("native", [True, False])
def test_waiting_in_memory_is_counted_as_if_executed(tmp_path: Path, native: bool) -> None:
    """The time to the next tick passes at once; the tick, and what comes of it, is not missed."""
    elf = build(tmp_path, F103, WAITING)
    executed = booted(elf, F103, 1.2)
    skipping = booted(elf, F103, 0.01, native=native)
    skipping.skip_waiting(1.19)
    assert skipping.seconds == pytest.approx(1, abs=1e-4)  # up to the tick
    skipping.run(0.1)
    assert word(skipping, "seen") == word(executed, "seen") == 1
    skipping.skip_waiting(1.2 - skipping.seconds)
    assert skipping.seconds == pytest.approx(1.2, abs=1e-4)
    skipping.run(1.2 - skipping.seconds)
    assert (skipping.cycles, skipping.instructions) == (executed.cycles, executed.instructions)
