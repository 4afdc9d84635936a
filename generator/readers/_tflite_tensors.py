"""The tensors of a flatbuffer subgraph, each read when something first names it."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import tflite

from generator.errors import ModelError
from generator.graph import Array, Quantization, Tensor
from generator.readers._tflite_limits import (
    MOST_BYTES_OF_AN_ACTIVATION,
    MOST_DIMENSIONS,
    MOST_TENSORS,
    Budget,
    check_count,
)

_DTYPES = {
    "FLOAT32": np.float32,
    "FLOAT16": np.float16,
    "INT32": np.int32,
    "UINT32": np.uint32,
    "UINT8": np.uint8,
    "INT64": np.int64,
    "UINT64": np.uint64,
    "FLOAT64": np.float64,
    "BOOL": np.bool_,
    "INT16": np.int16,
    "UINT16": np.uint16,
    "INT8": np.int8,
    # A constant in half bytes is unpacked; a resource is the number of a variable.
    "INT4": np.int8,
    "RESOURCE": np.int32,
}
_TYPE_NAMES = {v: k for k, v in vars(tflite.TensorType).items() if isinstance(v, int)}
_BLOCKWISE = 2  # QuantizationDetails.BlockwiseQuantization, newer than the `tflite` package


class Tensors:
    """The tensors of one subgraph by their number in the file.

    `named` holds those that have been asked for, by names that are unique in it.
    """

    def __init__(self, model: Any, subgraph: Any, data: bytes, budget: Budget) -> None:
        self._model = model
        self._subgraph = subgraph
        self._data = data
        self._budget = budget
        self._count = check_count(subgraph.TensorsLength(), MOST_TENSORS, "tensors")
        self._names: dict[int, str] = {}
        self._resources: set[str] = set()
        self._named: dict[str, Tensor] = {}

    @property
    def named(self) -> Mapping[str, Tensor]:
        """Every tensor that was asked for."""
        return self._named

    def name(self, index: int) -> str:
        """The unique name of a tensor; reads it when it is asked for the first time."""
        if index not in self._names:
            if not 0 <= index < self._count:
                raise ModelError(f"the file names a tensor {index}, but holds {self._count}")
            raw = self._subgraph.Tensors(index)
            name = self._unused(self._budget.text(raw.Name()) or f"tensor_{index}", index)
            self._named[name] = self._tensor(raw, name)
            self._names[index] = name
        return self._names[index]

    def is_resource(self, name: str) -> bool:
        """Whether the tensor is a handle of a variable and no value."""
        return name in self._resources

    def _unused(self, name: str, index: int) -> str:
        while name in self._named:
            name = f"{name}:{index}"
        return name

    def _tensor(self, raw: Any, name: str) -> Tensor:
        where = f"tensor {name}"
        type_name = _TYPE_NAMES.get(raw.Type(), str(raw.Type()))
        if type_name not in _DTYPES:
            raise ModelError(
                f"the type {type_name} is not supported",
                where=where,
                hint=f"Export the model so that {name} is a number of 8, 16 or 32 bits, or outside "
                "of it.",
            )
        if type_name == "RESOURCE":
            self._resources.add(name)
        if raw.Sparsity() is not None:
            raise ModelError(
                "sparse storage is not supported",
                where=where,
                hint="Convert without the EXPERIMENTAL_SPARSITY optimisation.",
            )
        shape = _shape(raw, where, self._budget)
        dtype = np.dtype(_DTYPES[type_name])
        data = self._constant(raw, where, type_name, shape)
        variable = bool(raw.IsVariable())
        if variable and data is not None:
            raise ModelError("it is both a constant and a variable", where=where)
        if data is None:
            _check_activation(where, type_name, shape, dtype)
        quantization = _quantization(raw, where, shape, self._budget)
        return Tensor(name, shape, dtype, quantization, data, variable)

    def _constant(
        self, raw: Any, where: str, type_name: str, shape: tuple[int, ...]
    ) -> Array | None:
        """The bytes of a constant, in place in the file unless they must be unpacked."""
        if not 0 <= raw.Buffer() < self._model.BuffersLength():
            raise ModelError("it names a buffer that is not in the file", where=where)
        stored = self._stored(self._model.Buffers(raw.Buffer()))
        if stored is None:
            return None
        count = math.prod(shape)
        wanted = -(-count // 2) if type_name == "INT4" else count * _itemsize(type_name)
        if stored.nbytes != wanted:
            raise ModelError(
                f"it holds {stored.nbytes} bytes, but its shape wants {wanted}", where=where
            )
        return _values(stored, type_name, shape)

    def _stored(self, buffer: Any) -> Array | None:
        """The bytes of a buffer, which may also lie behind the flatbuffer; None where empty."""
        if buffer.Offset() > 1:
            end = buffer.Offset() + buffer.Size()
            if end > len(self._data):
                raise ModelError("the weights lie beyond the end of the file")
            return np.frombuffer(self._data, np.uint8, buffer.Size(), buffer.Offset())
        values: Array | int = buffer.DataAsNumpy()
        return None if isinstance(values, int) or not values.nbytes else values


def _itemsize(type_name: str) -> int:
    return np.dtype(_DTYPES[type_name]).itemsize


def _shape(raw: Any, where: str, budget: Budget) -> tuple[int, ...]:
    shape = tuple(int(size) for size in budget.numbers(raw, "Shape"))
    if len(shape) > MOST_DIMENSIONS:
        raise ModelError(
            f"it has {len(shape)} dimensions; at most {MOST_DIMENSIONS} are supported", where=where
        )
    if any(size < 0 for size in shape):
        raise ModelError(
            f"the shape {shape} is not fixed",
            where=where,
            hint="Export the model for one input shape: give the converter a concrete function.",
        )
    return shape


def _check_activation(
    where: str, type_name: str, shape: tuple[int, ...], dtype: np.dtype[Any]
) -> None:
    if type_name == "INT4":
        raise ModelError("numbers of 4 bits are supported in constants only", where=where)
    size_bytes = math.prod(shape) * dtype.itemsize
    if size_bytes > MOST_BYTES_OF_AN_ACTIVATION:
        raise ModelError(
            f"it takes {size_bytes} bytes; no board has room for more than "
            f"{MOST_BYTES_OF_AN_ACTIVATION}",
            where=where,
        )


def _values(stored: Array, type_name: str, shape: tuple[int, ...]) -> Array:
    dtype = np.dtype(_DTYPES[type_name])
    if type_name == "INT4":
        values = _unpacked(stored, math.prod(shape)).reshape(shape)
    elif type_name == "BOOL":
        values = (stored != 0).reshape(shape)
    else:
        values = stored.view(dtype.newbyteorder("<")).astype(dtype, copy=False).reshape(shape)
    values.flags.writeable = False
    return values


def _unpacked(stored: Array, count: int) -> Array:
    """Two's complement half bytes, the low one first, as int8."""
    pairs = np.stack([stored & 15, stored >> 4], axis=-1).ravel()[:count].astype(np.int8)
    return np.asarray((pairs ^ 8) - 8, np.int8)


def _quantization(
    raw: Any, where: str, shape: tuple[int, ...], budget: Budget
) -> Quantization | None:
    stored = raw.Quantization()
    if stored is None:
        return None
    if stored.DetailsType() == _BLOCKWISE:
        raise ModelError(
            "quantisation by blocks is not supported",
            where=where,
            hint="Convert with one scale per tensor or per channel.",
        )
    scales = tuple(float(scale) for scale in budget.numbers(stored, "Scale"))
    if not scales:
        return None
    zero_points = budget.numbers(stored, "ZeroPoint") or (0,) * len(scales)
    if len(zero_points) == 1:
        zero_points *= len(scales)
    if len(zero_points) != len(scales):
        raise ModelError(
            f"it has {len(scales)} scales but {len(zero_points)} zero points", where=where
        )
    # The one axis of a bias is sometimes given the number that it has in the weights.
    axis = int(stored.QuantizedDimension()) if len(shape) != 1 else 0
    fits = len(scales) == 1 or (0 <= axis < len(shape) and shape[axis] == len(scales))
    if not fits:
        raise ModelError(
            f"it has {len(scales)} scales along axis {axis}, which its shape {shape} has not",
            where=where,
        )
    return Quantization(scales, tuple(int(z) for z in zero_points), axis)
