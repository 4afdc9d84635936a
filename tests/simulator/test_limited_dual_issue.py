"""The Cortex-M33's costs against the cycles measured on an RP2350.

Source: jnk0le/random, "pipeline cycle test", doc/cortex_m33.md. Each case is one of its statements.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("capstone", reason="needs the extra 'simulator'")

from generator.simulator.decode import decode_block
from generator.simulator.instruction import Instruction
from generator.simulator.timing.cortex_m33 import RULES
from generator.simulator.timing.limited_dual_issue import CYCLE


def assembled(folder: Path, text: str) -> tuple[Instruction, ...]:
    """The instructions of a piece of assembly, `;` between them, as they lie at address 0."""
    if shutil.which("arm-none-eabi-gcc") is None:
        pytest.skip("needs arm-none-eabi-gcc")
    lines = text.replace(";", "\n")
    (folder / "piece.s").write_text(f".syntax unified\n.thumb\n{lines}\n")
    flags = ("-mcpu=cortex-m33", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard", "-c", "-o", "piece.o")
    subprocess.run(["arm-none-eabi-gcc", *flags, "piece.s"], cwd=folder, check=True)
    copy = ("arm-none-eabi-objcopy", "-O", "binary", "-j", ".text", "piece.o", "piece.bin")
    subprocess.run(copy, cwd=folder, check=True)
    code = (folder / "piece.bin").read_bytes()
    return decode_block(lambda address, size: code, 0, len(code))


STRAIGHT = [
    # One a cycle; arithmetic and loads do not pair, a NOP does with what follows it.
    ("adds r0, r0, r1; adds r2, r2, r3", 2),
    ("nop; adds r0, r0, r1", 1),
    ("nop; ldr r0, [r1]", 1),
    ("adds r0, r0, r1; nop", 2),
    # IT shares the cycle of the instruction before it.
    ("adds r2, r2, r3; it eq; addeq r0, r0, r1", 2),
    # A branch that is not taken hides behind a 16-bit instruction, flags or not.
    ("subs r7, #1; bne .+8", 1),
    ("add.w r7, r8, r9; bne .+8", 2),
    # Loads: two cycles to a use, one to a store and to what accumulates.
    ("ldr r0, [r1]; adds r2, r2, r0", 3),
    ("ldr r0, [r1]; adds r2, r2, r3; adds r2, r2, r0", 3),
    ("ldr r0, [r1]; str r0, [r2]", 2),
    ("ldr r0, [r1]; smlad r0, r2, r3, r0", 2),
    ("ldrd r0, r1, [r2]", 2),
    ("ldmia r6!, {r0-r3}", 4),
    ("stmia r6!, {r0-r3}", 4),
    # Multiplications and DSP arithmetic: two cycles to a use; sums chain.
    ("smlad r0, r1, r2, r0; smlad r0, r3, r4, r0; smlad r0, r5, r6, r0", 3),
    ("smlad r0, r1, r2, r0; adds r3, r3, r0", 3),
    ("qadd r0, r1, r2; adds r3, r3, r0", 3),
    ("muls r0, r1, r0", 2),
    # A shifted operand: two cycles to a use.
    ("add.w r3, r4, r5, ror #24; adds r0, r0, r3", 3),
    ("add.w r3, r4, r5; adds r0, r0, r3", 2),
    ("adds.w r0, r1, #0x1fc0", 2),
    # Floating point.
    ("vfma.f32 s0, s1, s2; vfma.f32 s0, s3, s4", 4),
    ("vmul.f32 s0, s1, s2; vadd.f32 s3, s3, s0", 3),
    ("vmul.f32 s0, s1, s2; vmul.f32 s4, s5, s6; vadd.f32 s3, s3, s0; vadd.f32 s7, s7, s4", 4),
    ("vldr s0, [r0]; vadd.f32 s1, s1, s0", 2),
]


@pytest.mark.parametrize(("text", "cycles"), STRAIGHT, ids=[text for text, _ in STRAIGHT])
def test_straight_lines(tmp_path: Path, text: str, cycles: int) -> None:
    assert sum(RULES.straight(assembled(tmp_path, text))) == CYCLE * cycles


TAKEN = [
    ("subs r7, #1; bne .-8", 3),
    ("subs r7, #1; add r0, r1; bne .-8", 3),
    ("subs r7, #1; ldmia r6!, {r0-r3}; bne .-8", 6),
]


@pytest.mark.parametrize(("text", "cycles"), TAKEN, ids=[text for text, _ in TAKEN])
def test_taken_branches(tmp_path: Path, text: str, cycles: int) -> None:
    instructions = assembled(tmp_path, text)
    crossing = RULES.crossing(instructions, None, target=0x100)
    assert sum(RULES.straight(instructions)) + crossing == CYCLE * cycles
