"""The files of `app/`: the benchmark, the console protocol and the samples around a model."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from generator.application import Application, Sample
from generator.boards.facts import Board
from generator.errors import RequestError
from generator.graph import Array, Tensor
from generator.memory import Plan
from generator.program import Program
from generator.render import layer_outputs
from generator.render.environment import render

FILES = (
    *("crc32.c", "crc32.h", "integrity.c", "integrity.h"),
    *("main.c", "divide.c", "divide.h", "print.c", "print.h", "input.c", "input.h"),
    *("sample.c", "sample.h", "bench.c", "bench.h", "info.c", "info.h"),
    *("result.c", "result.h", "protocol.c", "protocol.h"),
    *("protocol_db.c", "protocol_db.h", "protocol_words.c", "protocol_words.h"),
)
_CTYPES = {
    "int8": "int8_t",
    "uint8": "uint8_t",
    "int16": "int16_t",
    "uint16": "uint16_t",
    "int32": "int32_t",
    "uint32": "uint32_t",
    "int64": "int64_t",
    "float32": "float",
    "bool": "uint8_t",
}
_MILLION = 1_000_000
_NUMBERS_PER_ROW = {1: 16, 2: 12, 4: 8, 8: 4}
Style = Literal["fixed", "integer", "float"]


@dataclass(frozen=True)
class Buffer:
    """An input or output of the model as its header names it.

    field: the last part of its name: "input", "input_1".
    """

    field: str
    getter: str
    bytes_name: str
    elements_name: str
    ctype: str

    @property
    def is_float(self) -> bool:
        """Whether its elements are float32."""
        return self.ctype == "float"


@dataclass(frozen=True)
class Decimals:
    """How the firmware prints an element of the first output.

    style "fixed": millionths = (stored - zero_point) * factor / 2^shift, exact in 64 bits;
    "integer": as stored; "float": through float32.
    factor: mantissa * 1000000, where scale = mantissa / 2^shift.
    """

    style: Style
    getter: str
    elements_name: str
    ctype: str
    quantized: bool = False
    scale: str = ""
    zero_point: int = 0
    mantissa: int = 0
    shift: int = 0

    @property
    def factor(self) -> int:
        """The mantissa in millionths."""
        return self.mantissa * _MILLION

    @property
    def rest_mask(self) -> str:
        """The bits that the shift drops."""
        return hex((1 << self.shift) - 1)

    @property
    def half(self) -> str:
        """Half of the last bit that the shift keeps."""
        return hex(1 << self.shift >> 1)


@dataclass(frozen=True)
class StoredArray:
    """A sample's array as C."""

    name: str
    ctype: str
    size: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class StoredSample:
    """A sample as C: a comment, its arrays and its entry in the table of samples."""

    comment: str
    arrays: tuple[StoredArray, ...]
    entry: str


def input_copy_bytes(program: Program) -> int:
    """The RAM for the inputs as the console received them."""
    return sum(program.tensors[name].size_bytes for name in program.inputs)


def flash_bytes(application: Application) -> int:
    """The flash that the samples take."""
    return sum(array.nbytes for sample in application.samples for array in sample.arrays)


def render_app(
    program: Program, board: Board, application: Application, plan: Plan | None = None
) -> dict[str, str]:
    """The path and text of every file in `app/`.

    plan: needed by an application that shows what layers write.
    Raises RequestError when a sample does not fit the model's inputs.
    """
    _check(program, application)
    inputs = _buffers(program, program.inputs, "input")
    outputs = _buffers(program, program.outputs, "output")
    output = _decimals(program.tensors[program.outputs[0]], outputs[0])
    context = {
        "model": program.name,
        "prefix": program.name.upper(),
        "board": board.name,
        "engine": program.engine,
        "sha256": program.model_sha256,
        "macs": program.macs,
        "mlperf_id": _plain(application.mlperf_id),
        "runs": application.runs,
        "inputs": inputs,
        "input_bytes": sum(program.tensors[name].size_bytes for name in program.inputs),
        "float_input": any(each.is_float for each in inputs),
        "begins_anew": bool(program.variables and application.samples),
        "samples": _stored_samples(application.samples),
        "outputs": outputs,
        "output": output,
        "answers_number": _answers_number(program, application),
        "weights": bool(program.constants),
        "labels": [f'"{_plain(label)}"' for label in application.labels],
        "signed": output.style == "integer",
        "decimals": output.style != "integer",
        "tensors": (),
    }
    files: tuple[str, ...] = FILES
    if application.shows_layers and plan is not None:
        files += layer_outputs.FILES
        context |= layer_outputs.context(program, plan)
    return {f"app/{name}": render(f"app/{name}.j2", **context) for name in files}


def _answers_number(program: Program, application: Application) -> bool:
    """Whether the model has one output of one element and no label for it: a quantity."""
    outputs = [program.tensors[name] for name in program.outputs]
    return [tensor.size for tensor in outputs] == [1] and not application.labels


def _check(program: Program, application: Application) -> None:
    tensors = [program.tensors[name] for name in program.inputs]
    for sample in application.samples:
        shapes = [(array.dtype, array.size) for array in sample.arrays]
        if shapes != [(tensor.dtype, tensor.size) for tensor in tensors]:
            raise RequestError(
                f"Sample {sample.name!r} holds {_described(sample.arrays)}; "
                f"the model reads {', '.join(map(str, tensors))}."
            )
        if not all(np.isfinite(array).all() for array in sample.arrays):
            raise RequestError(f"Sample {sample.name!r} holds numbers that are not finite.")


def _described(arrays: tuple[Array, ...]) -> str:
    return ", ".join(f"{array.dtype} {'x'.join(map(str, array.shape))}" for array in arrays)


def _buffers(program: Program, names: tuple[str, ...], word: str) -> tuple[Buffer, ...]:
    fields = [word if index == 0 else f"{word}_{index}" for index in range(len(names))]
    return tuple(
        Buffer(
            field,
            f"{program.name}_{field}",
            f"{program.name}_{field}_BYTES".upper(),
            f"{program.name}_{field}_ELEMENTS".upper(),
            _CTYPES[program.tensors[name].dtype.name],
        )
        for field, name in zip(fields, names, strict=True)
    )


def _decimals(tensor: Tensor, buffer: Buffer) -> Decimals:
    names = (buffer.getter, buffer.elements_name, buffer.ctype)
    if tensor.dtype.kind == "f":
        return Decimals("float", *names)
    if tensor.quantization is None or tensor.quantization.per_channel:
        return Decimals("integer", *names)
    scale, zero_point = np.float32(tensor.quantization.scale), tensor.quantization.zero_point
    exact = Fraction(float(scale))
    shift = exact.denominator.bit_length() - 1
    largest = 1 << 8 * tensor.dtype.itemsize
    fits = largest * exact.numerator * _MILLION < 1 << 63 and shift < 63
    style: Style = "fixed" if fits else "float"
    return Decimals(style, *names, True, _float(scale), zero_point, exact.numerator, shift)


def _stored_samples(samples: tuple[Sample, ...]) -> tuple[StoredSample, ...]:
    return tuple(_stored_sample(index, sample) for index, sample in enumerate(samples))


def _stored_sample(index: int, sample: Sample) -> StoredSample:
    label = "" if sample.label_index is None else f"; its label is {sample.label_index}"
    stem = f"sample_{index}_{_identifier(sample.name)}"
    arrays = tuple(
        _stored_array(stem if position == 0 else f"{stem}_{position}", array)
        for position, array in enumerate(sample.arrays)
    )
    entry = ", ".join([f'"{_plain(sample.name)}"', *(array.name for array in arrays)])
    return StoredSample(f"{_plain(sample.name)}{label}", arrays, f"{{{entry}}}")


def _stored_array(name: str, array: Array) -> StoredArray:
    flat = array.reshape(-1)
    write = _float if flat.dtype.kind == "f" else lambda number: str(int(number))
    suffix = "f" if flat.dtype.kind == "f" else ""
    per_row = _NUMBERS_PER_ROW[flat.dtype.itemsize]
    numbers = [f"{write(number)}{suffix}" for number in flat]
    rows = [", ".join(numbers[start : start + per_row]) for start in range(0, flat.size, per_row)]
    lines = (*(f"{row}," for row in rows[:-1]), rows[-1])
    return StoredArray(name, _CTYPES[flat.dtype.name], flat.size, lines)


def _float(number: np.float32) -> str:
    """The shortest decimal that reads back as the same float32, always with a point."""
    text = np.format_float_scientific(number, trim="0")
    return text.replace("e+00", "")


def _plain(text: str) -> str:
    """Text that may stand in a C string and in the brackets of the protocol."""
    return re.sub(r"[^ -~]|[\[\],%\"\\*]", "_", text)


def _identifier(text: str) -> str:
    """The text as part of a C identifier."""
    return re.sub(r"\W", "_", text.lower(), flags=re.ASCII)
