"""Which units of the Cortex-M7 an instruction keeps busy, and how early it needs each operand.

Sources: measurements on an STM32H743 (jnk0le/random, "pipeline cycle test", Cortex-M7, sections on
bit fields, operand2, loads) and Arm's scheduling model of the core in LLVM (ARMScheduleM7.td, where
`M7Read_ISS` marks an operand that the first stage needs). Where they differ, the measurements hold.
"""

from generator.simulator.instruction import Instruction

# By the beginnings of their names.
# fmt: off
_MULTIPLIES = (
    "mul", "mla", "mls", "umul", "umla", "umaal",
    "smla", "smul", "smls", "smua", "smus", "smml", "smmu",
)
_BIT_FIELDS = (
    "uxt", "sxt", "bfi", "bfc", "sbfx", "ubfx", "rbit", "rev", "pkh", "clz", "ssat", "usat", "sel",
    "qadd", "qsub", "qdadd", "qdsub", "sadd", "uadd", "ssub", "usub", "shadd", "uhadd", "uqadd",
    "uqsub", "uhsub", "shsub", "sasx", "ssax", "usad",
)
_ALL_EARLY = ("sbfx", "ubfx", "rbit", "rev", "ssat", "usat", "qdadd", "qdsub", "pkhtb")
_LAST_EARLY = ("uxta", "sxta", "pkhbt", "bfi")
_SLOW = ("ssat", "usat", "qadd", "qsub", "qdadd", "qdsub", "uqadd", "uqsub", "usad")
# fmt: on
SHIFTS = ("lsl", "lsr", "asr", "ror")


def is_multiply(instruction: Instruction) -> bool:
    """Whether it goes through the multiplier."""
    return instruction.name.startswith(_MULTIPLIES)


def is_bit_field(instruction: Instruction) -> bool:
    """Whether it moves, extends or packs bit fields, or computes on parts of a register."""
    return instruction.name.startswith(_BIT_FIELDS)


def takes_two_cycles(instruction: Instruction) -> bool:
    """Whether its result comes a cycle later than that of a plain instruction: saturation."""
    return instruction.name.startswith(_SLOW)


def reverses(instruction: Instruction) -> bool:
    """Whether it reverses bytes or bits, which the early ALU does."""
    return instruction.name.startswith(("rev", "rbit"))


def uses_shifter(instruction: Instruction) -> bool:
    """Whether an operand is shifted on its way; plain shifts are moves to this core.

    An extension rotates its operand in a unit of its own.
    """
    plain = instruction.name.startswith(SHIFTS) or is_bit_field(instruction)
    return instruction.shifted is not None and not plain


def early_operands(instruction: Instruction) -> frozenset[str]:
    """The registers that go through the shifter of the first stage."""
    if instruction.name.startswith(_ALL_EARLY):
        return instruction.reads
    if uses_shifter(instruction) or instruction.name.startswith(_LAST_EARLY):
        return _last_register(instruction)
    return frozenset()


def _last_register(instruction: Instruction) -> frozenset[str]:
    numbers = [value for kind, value in instruction.operands if kind == "register"]
    return frozenset((f"r{numbers[-1]}",)) & instruction.reads
