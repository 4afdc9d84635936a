"""Typical inputs, and labels if there are any, from the .npz file that a user brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.errors import RequestError, nearest
from generator.train.conversion.network import Array, Input

LABEL_NAMES = ("y", "labels", "label", "targets", "y_test", "test_y")
INPUT_NAMES = ("x", "inputs", "input", "data", "x_test", "test_x")


@dataclass(frozen=True, eq=False)
class Examples:
    """Examples for a network: one array for each input, batch first, and labels or None."""

    inputs: tuple[Array, ...]
    labels: npt.NDArray[Any] | None

    @property
    def count(self) -> int:
        """How many examples there are."""
        return len(self.inputs[0])


def load(path: Path, inputs: tuple[Input, ...]) -> Examples:
    """Reads the arrays for a network's inputs from a .npz file.

    A network with one input takes the array called x, inputs, data or as the input, or the only
    one that is no label; one with several takes each by its name. Labels are called y or labels.
    Raises RequestError for a file that is no .npz, or whose arrays are missing, misshapen
    or not finite.
    """
    arrays = _read(path)
    labels = next((arrays[name] for name in LABEL_NAMES if name in arrays), None)
    others = {name: array for name, array in arrays.items() if name not in LABEL_NAMES}
    chosen = tuple(_shaped(_named(others, each, len(inputs), path), each, path) for each in inputs)
    counts = {len(array) for array in chosen}
    if labels is not None:
        counts.add(len(labels))
    if len(counts) != 1 or not min(counts):
        raise RequestError(
            f"Its arrays hold {' and '.join(map(str, sorted(counts)))} examples; "
            "all must hold equally many, and one at least.",
            where=str(path),
        )
    return Examples(chosen, labels)


def _read(path: Path) -> Mapping[str, Array]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise RequestError(
            "It is no .npz file of plain arrays.",
            where=str(path),
            hint="numpy.savez(FILE, x=inputs, y=labels) writes one.",
        ) from error


def _named(arrays: Mapping[str, Array], entry: Input, inputs: int, path: Path) -> Array:
    names: tuple[str, ...] = (entry.name, entry.name.split(":")[0])
    if inputs == 1:
        names += INPUT_NAMES
        if len(arrays) == 1:
            return next(iter(arrays.values()))
    for name in names:
        if name in arrays:
            return arrays[name]
    raise RequestError(
        f"It holds no array for the input {entry.name!r}. {nearest(entry.name, list(arrays))}",
        where=str(path),
        hint=f"numpy.savez(FILE, **{{{entry.name!r}: inputs}}, y=labels) writes one.",
    )


def _shaped(array: Array, entry: Input, path: Path) -> Array:
    """The array in the input's shape; a missing last dimension of one is added."""
    if (
        array.ndim
        and array.shape[1:] != entry.shape[1:]
        and (*array.shape, 1)[1:] == entry.shape[1:]
    ):
        array = array[..., np.newaxis]
    if not array.ndim or array.shape[1:] != entry.shape[1:]:
        raise RequestError(
            f"The array for the input {entry.name!r} has the shape {array.shape}, the network "
            f"takes {('any number', *entry.shape[1:])}.".replace("'", ""),
            where=str(path),
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise RequestError(
            f"The array for the input {entry.name} holds infinity or what is no number (NaN).",
            where=str(path),
        )
    return array.astype(entry.dtype)
