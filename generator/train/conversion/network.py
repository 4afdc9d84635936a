"""A float network as the converter and the evaluation need it, whatever file it came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.errors import ModelError

Array = npt.NDArray[np.generic]
_BATCH = 64


@dataclass(frozen=True)
class Input:
    """One input: its name, its shape with a batch of one, and its NumPy dtype."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]


@dataclass(frozen=True, eq=False)
class Network:
    """A network that computes in float32.

    inputs: in the order in which `predict` takes them.
    predict: arrays with any batch to the first output, likewise.
    converter: makes TensorFlow's converter for a batch of one.
    """

    inputs: tuple[Input, ...]
    predict: Callable[[Sequence[Array]], Array]
    converter: Callable[[], Any]


def single(name: str, shape: Sequence[int | None], dtype: Any) -> Input:
    """An input from TensorFlow's description, its open batch closed to one.

    Raises ModelError for any other dimension that is left open.
    """
    sizes = (shape[0] or 1, *shape[1:])
    if any(size is None for size in sizes):
        raise ModelError(
            f"The input {name!r} has the shape {tuple(shape)}; only the batch may be open.",
            hint="Give the network fixed input sizes and save it again.",
        )
    return Input(name, tuple(int(size or 1) for size in sizes), np.dtype(dtype))


def in_batches(
    function: Callable[[Sequence[Array]], Any], arrays: Sequence[Array], batch: int = _BATCH
) -> Array:
    """A function's outputs for many examples, computed a batch at a time."""
    count = len(arrays[0])
    parts = [
        np.asarray(function([array[start : start + batch] for array in arrays]))
        for start in range(0, count, batch)
    ]
    return np.concatenate(parts)
