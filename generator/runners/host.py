"""The generated model compiled for this computer: the same C, called directly."""

import ctypes
import shutil
import subprocess
from collections.abc import Mapping, Sequence
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
        getattr(self._library, f"{program.name}_init")()

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """One inference: arrays in the dtype and size of the model's inputs; its outputs."""
        for position, (name, value) in enumerate(zip(self._program.inputs, inputs, strict=True)):
            self._buffer("input", position, self._program.tensors[name])[...] = value
        getattr(self._library, f"{self._program.name}_run")()
        return [
            self._buffer("output", position, self._program.tensors[name]).copy()
            for position, name in enumerate(self._program.outputs)
        ]

    def _buffer(self, kind: str, position: int, tensor: Tensor) -> Array:
        suffix = f"_{position}" if position else ""
        getter = getattr(self._library, f"{self._program.name}_{kind}{suffix}")
        getter.restype = ctypes.c_void_p
        memory = (ctypes.c_uint8 * tensor.size_bytes).from_address(getter())
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
