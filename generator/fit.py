"""Whether a model fits a part, known before anything is compiled; if not, why, and where it would.

Weights, arena, samples and input copies are exact. The code around the model is an estimate from
compiled firmwares, `ESTIMATE_PERCENT` either way; the linker has the last word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator import memory
from generator.boards import placement as placing
from generator.boards.facts import Board
from generator.boards.placement import Placement, place
from generator.errors import NegativeAnswer
from generator.goal import Goal
from generator.memory import Plan
from generator.program import Program

# Startup, clock, console, protocol, benchmark: measured with GCC 12 at -Os, 7,230 bytes on a
# Cortex-M3 and 7,860 on a Cortex-M4.
_RUNTIME_FLASH_BYTES = 7_600
# Their variables and buffers without the arena and the copy of the input: 280 bytes measured.
_RUNTIME_RAM_BYTES = 300
ESTIMATE_PERCENT = 15
MIN_STACK_BYTES = 1_024


@dataclass(frozen=True)
class Need:
    """Bytes that a firmware takes, before it is compiled. bank_bytes: of each bank of the arena.

    input_copy_bytes: the input as the console received it, which is kept for further inferences
    since the model's own lies in the arena and is overwritten.
    """

    weights_bytes: int
    code_bytes: int
    samples_bytes: int
    bank_bytes: tuple[int, ...]
    input_copy_bytes: int

    @property
    def arena_bytes(self) -> int:
        """The whole arena."""
        return sum(self.bank_bytes)

    @property
    def variables_bytes(self) -> int:
        """RAM besides arena and stack."""
        return self.input_copy_bytes + _RUNTIME_RAM_BYTES

    @property
    def flash_bytes(self) -> int:
        """All flash."""
        return self.weights_bytes + self.code_bytes + self.samples_bytes

    @property
    def ram_bytes(self) -> int:
        """All RAM, the least stack included."""
        return self.arena_bytes + self.variables_bytes + MIN_STACK_BYTES


def need(
    program: Program, plan: Plan, *, kernels_bytes: int, samples_bytes: int, input_copy_bytes: int
) -> Need:
    """What the program will take. kernels_bytes: the engine's estimate of its code."""
    return Need(
        weights_bytes=program.weights_bytes,
        code_bytes=kernels_bytes + _RUNTIME_FLASH_BYTES,
        samples_bytes=samples_bytes,
        bank_bytes=tuple(bank.size_bytes for bank in plan.banks),
        input_copy_bytes=input_copy_bytes,
    )


def in_banks(wanted: Need, plan: Plan) -> Need:
    """The same with the arena as another plan has it."""
    return replace(wanted, bank_bytes=tuple(bank.size_bytes for bank in plan.banks))


def placement(wanted: Need, board: Board) -> Placement:
    """Which RAMs hold the arena, and the stack and variables."""
    return place(board.part, wanted.bank_bytes, wanted.ram_bytes - wanted.arena_bytes)


def bank_capacities(wanted: Need, board: Board) -> tuple[int, ...]:
    """What each bank of the arena may take; none where one RAM holds it, or the part has but one.

    An arena that one RAM holds is left whole, even if part of it could lie in a faster RAM: the
    data cache keeps what is busy, and on simulated parts that gained less than 0.1 %.
    """
    if placement(wanted, board).fits:
        return ()
    return placing.bank_capacities(board.part, wanted.ram_bytes - wanted.arena_bytes)


def fits(wanted: Need, board: Board) -> bool:
    """Whether it can fit, giving the estimated code the benefit of the doubt."""
    doubt = wanted.code_bytes * ESTIMATE_PERCENT // 100
    enough_flash = wanted.flash_bytes - doubt <= board.part.flash.size_bytes
    return enough_flash and placement(wanted, board).fits


def demand_fit(
    program: Program,
    plan: Plan,
    wanted: Need,
    board: Board,
    enough: Sequence[str],
    goals: Sequence[Goal],
) -> None:
    """Raises NegativeAnswer, in words and numbers, when the board is too small.

    enough: the boards that are not. goals: those with which the model fits this one.
    """
    if fits(wanted, board):
        return
    flash = board.part.flash.size_bytes
    ram = placement(wanted, board)
    reasons = []
    if wanted.flash_bytes > flash:
        reasons.append(_flash_reason(wanted, flash))
    if not ram.fits:
        reasons.append(_ram_reason(program, plan, wanted, ram.capacity_bytes))
    if goals:
        reasons.append(f"On this board it fits with -O {', -O '.join(goals)}.")
    advice = f"It would fit: {', '.join(enough)}." if enough else "None of our boards would do."
    raise NegativeAnswer(
        f"{program.name} does not fit {board.name} ({board.part.name}).",
        hint="\n  ".join((*reasons, advice)),
    )


def _flash_reason(wanted: Need, capacity_bytes: int) -> str:
    over = wanted.flash_bytes - capacity_bytes
    return (
        f"Flash: {wanted.flash_bytes:,} bytes are needed, {over:,} more than its "
        f"{capacity_bytes:,}: weights {wanted.weights_bytes:,}, code about "
        f"{wanted.code_bytes:,} (estimate, ±{ESTIMATE_PERCENT} %), samples "
        f"{wanted.samples_bytes:,}."
    )


def _ram_reason(program: Program, plan: Plan, wanted: Need, capacity_bytes: int) -> str:
    over = wanted.ram_bytes - capacity_bytes
    peak = program.steps[plan.peak_step]
    largest = ", ".join(
        f"{program.tensors[buffer.tensors[0]].label} {buffer.size_bytes:,}"
        for buffer in memory.alive_at(plan, plan.peak_step)[:3]
        if buffer.tensors
    )
    return (
        f"RAM: {wanted.ram_bytes:,} bytes are needed, {over:,} more than its {capacity_bytes:,}: "
        f"arena {wanted.arena_bytes:,}, the console's copy of the input "
        f"{wanted.input_copy_bytes:,}, other variables about {_RUNTIME_RAM_BYTES}, stack "
        f"{MIN_STACK_BYTES:,}.\n  The arena's peak is at layer {peak.index}, {peak.op}: {largest}."
    )
