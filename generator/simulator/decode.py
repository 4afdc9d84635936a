"""Decodes Thumb instructions. The one module that knows capstone."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import capstone
from capstone import arm

from generator.simulator.instruction import ADD_TO_BOTH_RESULTS, SP, Instruction, Kind, Memory

VERSION = str(capstone.__version__)
"""The disassembler's, since another one may know more instructions."""


_disassembler: Any = capstone.Cs(
    capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS
)
_disassembler.detail = True

_READ_THEIR_LAST = ("ssat", "usat", "sxta", "uxta", "pkh")
_BRANCHES = frozenset(("b", "bl", "bx", "blx", "cbz", "cbnz"))
_KINDS = {
    "nop": Kind.NOP,
    "tbb": Kind.TABLE_BRANCH,
    "tbh": Kind.TABLE_BRANCH,
    "mul": Kind.MULTIPLY,
    "mla": Kind.MULTIPLY_ACCUMULATE,
    "mls": Kind.MULTIPLY_ACCUMULATE,
    "umull": Kind.MULTIPLY_LONG,
    "smull": Kind.MULTIPLY_LONG,
    "umlal": Kind.MULTIPLY_ACCUMULATE_LONG,
    "smlal": Kind.MULTIPLY_ACCUMULATE_LONG,
    "umaal": Kind.MULTIPLY_ACCUMULATE_LONG,
    "sdiv": Kind.DIVIDE,
    "udiv": Kind.DIVIDE,
    "vdiv": Kind.FLOAT_DIVIDE,
    "vsqrt": Kind.FLOAT_DIVIDE,
    "dmb": Kind.BARRIER,
    "dsb": Kind.BARRIER,
    "isb": Kind.BARRIER,
    "ldrd": Kind.LOAD_MULTIPLE,
    "strd": Kind.STORE_MULTIPLE,
    "push": Kind.STORE_MULTIPLE,
    "pop": Kind.LOAD_MULTIPLE,
    "vpush": Kind.STORE_MULTIPLE,
    "vpop": Kind.LOAD_MULTIPLE,
}
_PREFIXES = (
    (("vmla", "vmls", "vfma", "vfms", "vfnm", "vnmla", "vnmls"), Kind.FLOAT_MULTIPLY_ACCUMULATE),
    (("vldm", "ldm"), Kind.LOAD_MULTIPLE),
    (("vstm", "stm"), Kind.STORE_MULTIPLE),
    (("vldr", "ldr"), Kind.LOAD),
    (("vstr", "str"), Kind.STORE),
    (("v",), Kind.FLOAT),
    (("it",), Kind.IT),
)


def decode_block(
    read: Callable[[int, int], bytes | None], address: int, size: int
) -> tuple[Instruction, ...]:
    """The instructions in a piece of memory; what cannot be decoded ends it."""
    code = read(address, size)
    return _decode(code, address) if code else ()


@lru_cache(maxsize=8192)
def _decode(code: bytes, address: int) -> tuple[Instruction, ...]:
    decoded = []
    awaited = 0
    for insn in _disassembler.disasm(code, address):
        decoded.append(_instruction(insn, conditional=awaited > 0))
        awaited = len(insn.mnemonic) - 1 if decoded[-1].kind is Kind.IT else max(0, awaited - 1)
    return tuple(decoded)


def _plain_name(insn: Any, conditional: bool) -> str:
    name = str(insn.mnemonic).split(".", maxsplit=1)[0]
    if name == "b" or not conditional:
        # Outside IT blocks only the branch itself carries a condition: beq, bne, …
        return "b" if insn.id == arm.ARM_INS_B else name
    suffixes = ("eq", "ne", "hs", "lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le")
    return "b" if insn.id == arm.ARM_INS_B else name[:-2] if name.endswith(suffixes) else name


def _kind(name: str, writes_pc: bool) -> Kind:
    if name in _BRANCHES:
        return Kind.BRANCH
    if name in _KINDS:
        return _KINDS[name]
    for prefixes, kind in _PREFIXES:
        if name.startswith(prefixes):
            return kind
    return Kind.BRANCH if writes_pc else Kind.ALU


def _number(register: int) -> int:
    name = str(_disassembler.reg_name(register)) if register else ""
    special = {"sb": 9, "sl": 10, "fp": 11, "ip": 12, "sp": 13, "lr": 14, "pc": 15}
    if name in special:
        return special[name]
    return int(name[1:]) if name[:1] == "r" and name[1:].isdigit() else -1


def _names(registers: list[int]) -> frozenset[str]:
    found = set()
    for register in registers:
        number = _number(register)
        found.add(f"r{number}" if number >= 0 else str(_disassembler.reg_name(register)))
    return frozenset(found)


def _forgotten_reads(insn: Any, name: str) -> frozenset[str]:
    """Registers that an instruction reads although capstone does not say so."""
    registers = [operand.reg for operand in insn.operands if operand.type == arm.ARM_OP_REG]
    if name.startswith(ADD_TO_BOTH_RESULTS):
        return _names(registers[:2])
    return _names(registers[-1:]) if name.startswith(_READ_THEIR_LAST) else frozenset()


def _instruction(insn: Any, conditional: bool) -> Instruction:
    name = _plain_name(insn, conditional)
    reads, writes = (_names(registers) for registers in insn.regs_access())
    reads |= _forgotten_reads(insn, name)
    kind = _kind(name, "r15" in writes)
    return Instruction(
        address=insn.address,
        size=insn.size,
        name=name,
        kind=kind,
        reads=reads,
        writes=writes,
        memory=_memory(insn, name, kind),
        words=_words(insn, name, kind),
        width=1 if "b" in name[3:] else 2 if "h" in name[3:] else 4,
        conditional=conditional,
        shifted=_shift(insn),
        operands=tuple(_operand(o) for o in insn.operands),
    )


def _operand(operand: Any) -> tuple[str, int]:
    if operand.type == arm.ARM_OP_REG:
        return "register", _number(operand.reg)
    if operand.type == arm.ARM_OP_IMM:
        return "constant", operand.imm
    return "other", 0


def _shift(insn: Any) -> tuple[str, int] | None:
    """The kind and amount of the shift that the last register operand carries."""
    kinds = {arm.ARM_SFT_LSL: "lsl", arm.ARM_SFT_LSR: "lsr", arm.ARM_SFT_ASR: "asr"}
    for operand in insn.operands:
        if operand.type == arm.ARM_OP_REG and operand.shift.type != arm.ARM_SFT_INVALID:
            return kinds.get(operand.shift.type, "other"), operand.shift.value
    return None


def _memory(insn: Any, name: str, kind: Kind) -> Memory | None:
    if kind in (Kind.LOAD_MULTIPLE, Kind.STORE_MULTIPLE) and name not in ("ldrd", "strd"):
        return _block_transfer(insn, name)
    for position, operand in enumerate(insn.operands):
        if operand.type != arm.ARM_OP_MEM:
            continue
        post = bool(insn.post_index)
        displacement = operand.mem.disp
        rest = insn.operands[position + 1 :]
        if post and rest and rest[0].type == arm.ARM_OP_IMM:
            displacement = -rest[0].imm if operand.subtracted else rest[0].imm
        return Memory(
            base=_number(operand.mem.base),
            index=_number(operand.mem.index),
            shift=operand.shift.value if operand.shift.type == arm.ARM_SFT_LSL else 0,
            displacement=displacement,
            post=post,
            writeback=bool(insn.writeback),
        )
    return None


def _words(insn: Any, name: str, kind: Kind) -> int:
    if name in ("ldrd", "strd"):
        return 2
    if kind in (Kind.LOAD_MULTIPLE, Kind.STORE_MULTIPLE):
        return _transferred_words(insn, name)
    doubles = name in ("vldr", "vstr") and "d" in str(_disassembler.reg_name(insn.operands[0].reg))
    return 2 if doubles else 1


def _transferred_words(insn: Any, name: str) -> int:
    stacked = name in ("push", "pop", "vpush", "vpop")
    registers = [o.reg for o in insn.operands if o.type == arm.ARM_OP_REG]
    moved = registers if stacked else registers[1:]
    return sum(2 if str(_disassembler.reg_name(r)).startswith("d") else 1 for r in moved)


def _block_transfer(insn: Any, name: str) -> Memory:
    """LDM, STM, PUSH and POP as a transfer at a displacement from the base."""
    stacked = name in ("push", "pop", "vpush", "vpop")
    size = 4 * _transferred_words(insn, name)
    downwards = name in ("push", "vpush") or name.endswith("db")
    base = SP if stacked else _number(insn.operands[0].reg)
    writeback = stacked or bool(insn.writeback)
    if downwards:
        return Memory(base, -1, 0, -size, post=False, writeback=writeback)
    return Memory(base, -1, 0, size if writeback else 0, post=writeback, writeback=writeback)
