"""A network's file, converted, with its quality before and after."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from generator import discover
from generator.errors import ModelError, RequestError, ToolError, nearest
from generator.train.conversion import arrays
from generator.train.conversion.network import Array, Input, Network
from generator.train.conversion.scoring import Quality, quality
from generator.train.quiet import load_tensorflow, quiet

if TYPE_CHECKING:
    from generator.train.conversion.arrays import Examples

_FORMATS = "generator.train.conversion.formats"
_DTYPES = "generator.train.conversion.dtypes"
_SAME_FORMAT = {"hdf5": "h5"}

# From this many examples the converter learns the ranges of activations.
MAX_CALIBRATION = 500


@dataclass(frozen=True, eq=False)
class Conversion:
    """A converted network.

    model: the .tflite file.
    inputs: the network's inputs.
    before, after: how well the float network and the file do on the given labels, if any.
    largest_error: how far the file's first output is from the network's at most, where examples
        are given; in the output's unit.
    calibrated_on: how many examples the ranges of activations come from; 0 for float types.
    """

    model: bytes
    inputs: tuple[Input, ...]
    before: Quality | None
    after: Quality | None
    largest_error: float | None
    calibrated_on: int


def dtypes() -> list[str]:
    """What networks can be converted to."""
    return discover.module_names(_DTYPES)


def convert(path: Path, dtype: str, data: Path | None) -> Conversion:
    """Converts the network in a file or folder to a .tflite file of a dtype.

    data: a .npz file of typical inputs, with labels if quality shall be measured.
    Raises RequestError for an unknown kind of file or dtype or missing data, ModelError for a
    network that cannot be converted, ToolError where TensorFlow is missing.
    """
    network = load(path)
    module = discover.module(_DTYPES, dtype, "dtype")
    examples = arrays.load(data, network.inputs) if data else None
    if module.NEEDS_DATA and examples is None:
        raise RequestError(
            f"{dtype} takes the ranges of activations from typical inputs, and there are none.",
            hint="numpy.savez('rep.npz', x=inputs) in Python, then add --data rep.npz.",
        )
    model = _converted(network, module, examples, path)
    return _judged(network, model, examples, module.NEEDS_DATA)


def load(path: Path) -> Network:
    """Reads a network by its suffix; a folder is a SavedModel."""
    if not path.exists():
        raise RequestError("There is no such file or folder.", where=str(path))
    suffix = path.suffix.lower().removeprefix(".")
    word = "saved_model" if path.is_dir() else _SAME_FORMAT.get(suffix, suffix)
    formats = discover.module_names(_FORMATS)
    if word not in formats or (word == "saved_model" and not path.is_dir()):
        raise RequestError(
            f"Files of this kind are not converted. {nearest(word, formats)}", where=str(path)
        )
    demand_tensorflow()
    loaded: Network = discover.module(_FORMATS, word, "format").load(path)
    return loaded


def demand_tensorflow() -> None:
    """Raises ToolError where TensorFlow is not installed; else keeps it from chattering."""
    if importlib.util.find_spec("tensorflow") is None:
        raise ToolError(
            "Converting a network needs the package TensorFlow, which is not installed.",
            hint="pip install --pre '.[train]'",
        )
    load_tensorflow()


def _converted(
    network: Network, dtype: ModuleType, examples: "Examples | None", path: Path
) -> bytes:
    converter = network.converter()
    if dtype.NEEDS_DATA and examples is not None:
        converter.representative_dataset = lambda: _calibration(examples)
    dtype.configure(converter)
    try:
        with quiet():
            return bytes(converter.convert())
    except Exception as error:  # the converter raises whatever its passes raise
        raise ModelError(
            f"TensorFlow cannot convert it: {_reason(error)}",
            where=str(path),
            hint="Networks of the standard layers with fixed shapes convert.",
        ) from error


def _reason(error: Exception) -> str:
    """The line of a converter's long complaint that says what is wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line]
    return (telling or lines or [type(error).__name__])[0][:300]


def _calibration(examples: "Examples") -> Iterator[list[Array]]:
    for index in range(min(examples.count, MAX_CALIBRATION)):
        yield [array[index : index + 1] for array in examples.inputs]


def _judged(
    network: Network, model: bytes, examples: "Examples | None", calibrated: bool
) -> Conversion:
    if examples is None:
        return Conversion(model, network.inputs, None, None, None, 0)
    from generator.train.conversion import lite

    order = lite.input_order(model, [each.name for each in network.inputs])
    before = network.predict(examples.inputs)
    after = lite.first_output(model, [examples.inputs[index] for index in order])
    after = after.reshape(before.shape)
    largest = float(abs(before.astype("float64") - after).max())
    scores: list[Any] = [None, None]
    if examples.labels is not None:
        scores = [quality(outputs, examples.labels) for outputs in (before, after)]
    used = min(examples.count, MAX_CALIBRATION) if calibrated else 0
    return Conversion(model, network.inputs, scores[0], scores[1], largest, used)
