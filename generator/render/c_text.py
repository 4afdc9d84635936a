"""Numbers, names and places as C writes them."""

import math
from collections.abc import Iterable

import numpy as np

from generator.graph import Tensor
from generator.memory import Plan
from generator.program import Program

CTYPES = {
    "int8": "int8_t",
    "uint8": "uint8_t",
    "int16": "int16_t",
    "uint16": "uint16_t",
    "int32": "int32_t",
    "uint32": "uint32_t",
    "int64": "int64_t",
    "uint64": "uint64_t",
    "float32": "float",
    "bool": "bool",
}


def ctype_of(tensor: Tensor) -> str:
    """The C type of a tensor's elements."""
    return CTYPES[tensor.dtype.name]


def pointer(tensor: Tensor, plan: Plan, qualifier: str) -> str:
    """A place in the arena as a C expression; `qualifier` is "const " or ""."""
    at = place(plan.offsets[tensor.name], plan)
    ctype = ctype_of(tensor)
    return at if ctype == "int8_t" else f"({qualifier}{ctype} *)({at})"


def place(offset: int, plan: Plan) -> str:
    """An offset into the arena as a C expression."""
    position = max(i for i, bank in enumerate(plan.banks) if bank.start <= offset)
    return f"{bank_name(position)} + {offset - plan.banks[position].start}"


def bank_name(position: int) -> str:
    """The array that is a bank of the arena."""
    return f"arena_{position}" if position else "arena"


def operand(name: str, program: Program, plan: Plan) -> str:
    """An input as a C argument: a place in the arena, or an array in flash."""
    if name in program.operands:
        return program.operands[name].name
    return pointer(program.tensors[name], plan, "const ")


def literal(value: int | float) -> str:
    """A number as C writes it."""
    return float_literal(value) if isinstance(value, float) else integer_literal(value)


def integer_literal(value: int) -> str:
    """C has no literal for the least value: its minus sign is an operator."""
    return {-(2**31): "INT32_MIN", -(2**63): "INT64_MIN"}.get(value, str(value))


def float_literal(value: float) -> str:
    """A float32 as C writes it, also where it is no number or without end."""
    if math.isnan(value):
        return '__builtin_nanf("")'
    if math.isinf(value):
        return "__builtin_inff()" if value > 0 else "-__builtin_inff()"
    return f"{float_text(value)}f"


def float_text(value: float) -> str:
    """The shortest decimal that reads back as the same float32."""
    return np.format_float_scientific(np.float32(value), trim="0")


def described(tensor: Tensor, plan: Plan) -> str:
    """A tensor in words: type, shape, place, quantisation, name."""
    shape = "x".join(map(str, tensor.shape)) or "scalar"
    quantization = ""
    if tensor.quantization is not None:
        scale = np.format_float_positional(np.float32(tensor.quantization.scale), trim="0")
        quantization = f", scale {scale}, zero point {tensor.quantization.zero_point}"
    where = f"{tensor.dtype} {shape} in flash"
    if not tensor.is_constant:
        start = plan.offsets[tensor.name]
        where = f"{tensor.dtype} {shape} at {start} to {start + tensor.size_bytes - 1}"
    return f"{where}{quantization}: {safe(tensor.label)}"


def safe(text: str) -> str:
    """A tensor's name as it may stand in a C comment."""
    printable = "".join(c if " " <= c <= "~" else "?" for c in text)
    return printable.replace("*/", "* /").replace("/*", "/ *").replace("\\", "/")


def width(declarations: Iterable[object]) -> int:
    """So far a column of declarations reaches, semicolon included; comments stand behind it."""
    return max((len(str(declaration)) + 1 for declaration in declarations), default=0)


def plural(count: int, word: str) -> str:
    """ "1 layer", "2 layers"."""
    return f"{count} {word}{'' if count == 1 else 's'}"
