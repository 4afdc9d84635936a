"""The generated model compiled for this computer: the same C, called directly."""

import ctypes
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from generator.errors import ToolError
from generator.graph import Array, Tensor
from generator.program import Program

_FLAGS = ("-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")


class HostModel:
    """A model's `model/` folder as a shared library.

    files: path to text, as `render_model` gives them. Raises ToolError without a C compiler.
    """

    def __init__(
        self,
        program: Program,
        files: Mapping[str, str],
        directory: Path,
        flags: Sequence[str] = (),
    ) -> None:
        self._program = program
        library = _compile(program.name, files, directory, flags)
        self._library = ctypes.CDLL(str(library))
        self.forget()

    def forget(self) -> None:
        """A model with state begins anew."""
        getattr(self._library, f"{self._program.name}_init")()

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """One inference: arrays in the dtype and size of the model's inputs; its outputs."""
        self._write(inputs)
        getattr(self._library, f"{self._program.name}_run")()
        return [
            self._buffer("output", position, self._program.tensors[name]).copy()
            for position, name in enumerate(self._program.outputs)
        ]

    def layers(
        self, inputs: Sequence[Array], offsets: Mapping[str, int]
    ) -> Iterator[tuple[Array, ...]]:
        """One inference layer by layer: the outputs of each.

        offsets: where the arena holds each activation, as the memory plan has it.
        """
        self._write(inputs)
        arena = getattr(self._library, f"{self._program.name}_arena")
        arena.restype = ctypes.c_void_p
        for step, layer in zip(self._program.steps, self._layers(), strict=True):
            layer.run()
            tensors = (self._program.tensors[name] for name in step.outputs)
            yield tuple(_array_at(arena(offsets[t.name]), t).copy() for t in tensors)

    def _layers(self) -> "ctypes.Array[_Layer]":
        table = _Layer * len(self._program.steps)
        return table.in_dll(self._library, f"{self._program.name}_layers")

    def _write(self, inputs: Sequence[Array]) -> None:
        for position, (name, value) in enumerate(zip(self._program.inputs, inputs, strict=True)):
            self._buffer("input", position, self._program.tensors[name])[...] = value

    def _buffer(self, kind: str, position: int, tensor: Tensor) -> Array:
        return _array_at(self._address(kind, position), tensor)

    def _address(self, kind: str, position: int) -> int:
        suffix = f"_{position}" if position else ""
        getter = getattr(self._library, f"{self._program.name}_{kind}{suffix}")
        getter.restype = ctypes.c_void_p
        address: int = getter()
        return address


class _Layer(ctypes.Structure):
    """An entry of the table of layers in the model's header."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("macs", ctypes.c_uint32),
        ("run", ctypes.CFUNCTYPE(None)),
    )


def _array_at(address: int, tensor: Tensor) -> Array:
    memory = (ctypes.c_uint8 * tensor.size_bytes).from_address(address)
    buffer: Array = np.ctypeslib.as_array(memory).view(tensor.dtype).reshape(tensor.shape)
    return buffer


def _compile(name: str, files: Mapping[str, str], directory: Path, flags: Sequence[str]) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise ToolError("There is no C compiler here.", hint="sudo apt install gcc libc6-dev")
    for path, text in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(text)
    library = directory / f"lib{name}.so"
    sources = [str(directory / path) for path in files if path.endswith(".c")]
    command = [compiler, *_FLAGS, *flags, f"-I{directory}", *sources, "-o", str(library)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolError(f"The C compiler failed:\n{done.stderr[-2000:]}")
    return library
