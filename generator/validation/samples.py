"""What a model is fed with: random inputs, or those of a NumPy file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from generator import quantization
from generator.errors import RequestError
from generator.graph import Array, Graph, Tensor
from generator.quantization import dtype_range

DEFAULT_COUNT = 10
_LABELS = ("y", "labels")


@dataclass(frozen=True, eq=False)
class Samples:
    """columns: one array (samples, *shape) for each model input, in its stored dtype.

    truth: the true index of each sample, or what the outputs should be, (samples, outputs); None
    where it is not known. source: for people.
    """

    columns: tuple[Array, ...]
    truth: Array | None
    source: str

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[list[Array]]:
        """The inputs of one inference after another, each with the batch of one."""
        for position in range(len(self)):
            yield [column[position] for column in self.columns]

    def first(self, count: int) -> "Samples":
        """At most so many of them."""
        truth = None if self.truth is None else self.truth[:count]
        return Samples(tuple(column[:count] for column in self.columns), truth, self.source)


def read(word: str, graph: Graph, seed: int = 0) -> Samples:
    """`random`, `random:N` or the path of a .npz or .npy file; RequestError for anything else."""
    if word == "random" or word.startswith("random:"):
        return random(graph, _count(word), seed)
    path = Path(word)
    if not path.is_file():
        raise RequestError(
            "There is no such data file.", where=word, hint="--data FILE.npz, random, or random:20"
        )
    return from_npz(path, graph)


def _count(word: str) -> int:
    number = word.partition(":")[2]
    if not number:
        return DEFAULT_COUNT
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 1_000_000):
        raise RequestError(f"{number!r} is no number of samples.", where="--data")
    return int(number)


def random(graph: Graph, count: int, seed: int = 0) -> Samples:
    """Integers over the whole range of their type, reals of unit variance.

    Integers of 32 bits and more may be indices and are 0 to 3.
    """
    generator = np.random.default_rng(seed)
    tensors = [graph.tensors[name] for name in graph.inputs]
    columns = tuple(_random(tensor, count, generator) for tensor in tensors)
    return Samples(columns, None, f"{count} random samples, seed {seed}")


def _random(tensor: Tensor, count: int, generator: np.random.Generator) -> Array:
    shape, dtype = (count, *tensor.shape), tensor.dtype
    if dtype.kind == "f":
        return generator.normal(size=shape).astype(dtype)
    if dtype.kind == "b" or dtype.itemsize >= 4:
        return generator.integers(0, 2 if dtype.kind == "b" else 4, shape).astype(dtype)
    low, high = dtype_range(dtype)
    return generator.integers(low, high, shape, dtype=dtype.type, endpoint=True)


def from_npz(path: Path, graph: Graph) -> Samples:
    """A file with one array (samples, …) for each input, and labels under `y` or `labels`.

    An only input may have any name; several go by the tensors' names or `x_0`, `x_1`, ….
    Reals for a quantised input are quantised; what has its dtype is taken as stored.
    """
    arrays = _load(path)
    labels = next((arrays.pop(name) for name in _LABELS if name in arrays), None)
    found = [_column(arrays, graph, i, path) for i in range(len(graph.inputs))]
    columns = tuple(
        stored(array, graph.tensors[name], path)
        for array, name in zip(found, graph.inputs, strict=True)
    )
    counts = {len(column) for column in columns} | ({len(labels)} if labels is not None else set())
    if len(counts) != 1 or counts == {0}:
        raise RequestError("Its arrays differ in their number of samples.", where=str(path))
    indices = None if labels is None else _indices(labels, path)
    return Samples(columns, indices, f"{len(columns[0])} samples of {path.name}")


def _load(path: Path) -> dict[str, Array]:
    try:
        loaded = np.load(path, allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            return {"x": loaded}
        with loaded as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise RequestError(
            "It is no NumPy file of plain arrays.", where=str(path), hint="Write it by numpy.savez."
        ) from error


def _column(arrays: dict[str, Array], graph: Graph, position: int, path: Path) -> Array:
    tensor = graph.tensors[graph.inputs[position]]
    if len(graph.inputs) == 1 and len(arrays) == 1:
        return next(iter(arrays.values()))
    for name in (tensor.name, tensor.label, f"x_{position}", *(["x"] if position == 0 else [])):
        if name in arrays:
            return arrays[name]
    raise RequestError(
        f"It has no array for the input {tensor}.",
        where=str(path),
        hint=f"Call it x_{position}; there are: {', '.join(arrays) or 'none'}.",
    )


def stored(array: Array, tensor: Tensor, where: Path | str) -> Array:
    """Samples (count, …) in the tensor's own dtype and shape, (count, *shape)."""
    if array.ndim == 0 or array.size != len(array) * tensor.size:
        raise RequestError(
            f"Its array is {'x'.join(map(str, array.shape)) or 'a scalar'}; the model reads "
            f"{tensor}, and the number of samples comes first.",
            where=str(where),
        )
    if array.dtype.kind == "f" and tensor.quantization is not None and np.isnan(array).any():
        raise RequestError("Its array holds what is no number (NaN).", where=str(where))
    shaped = array.reshape(len(array), *tensor.shape)
    if shaped.dtype == tensor.dtype:
        return shaped
    if shaped.dtype.kind == "f" and tensor.quantization is not None:
        return quantization.stored(tensor, shaped)
    if tensor.dtype.kind == "f" and shaped.dtype.kind in "fiu":
        return shaped.astype(tensor.dtype)
    if shaped.dtype.kind in "iu" and tensor.dtype.kind in "iu" and _in_range(shaped, tensor):
        return shaped.astype(tensor.dtype)
    raise RequestError(f"Its array is {array.dtype}; the model reads {tensor}.", where=str(where))


def _in_range(array: Array, tensor: Tensor) -> bool:
    low, high = dtype_range(tensor.dtype)
    return bool(array.size) and low <= int(array.min()) and int(array.max()) <= high


def _indices(labels: npt.NDArray[Any], path: Path) -> npt.NDArray[np.int64]:
    """Labels as indices; rows of scores, as one-hot ones, by their greatest."""
    plain = labels.reshape(len(labels), -1)
    if plain.shape[1] > 1:
        plain = plain.argmax(axis=1)[:, None]
    if plain.dtype.kind not in "iub" and not np.array_equal(plain, np.round(plain)):
        raise RequestError("Its labels are no indices.", where=str(path))
    return plain[:, 0].astype(np.int64)
