"""TensorFlow Lite flatbuffers (`.tflite`) by the schema that the `tflite` package ships."""

import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import tflite

from generator.errors import ModelError
from generator.graph import Array, Graph, Node, Quantization, Tensor
from generator.readers._tflite_options import attributes

_DTYPES = {
    "FLOAT32": np.float32,
    "FLOAT16": np.float16,
    "INT32": np.int32,
    "UINT8": np.uint8,
    "INT64": np.int64,
    "BOOL": np.bool_,
    "INT16": np.int16,
    "INT8": np.int8,
}
_TYPE_NAMES = {v: k for k, v in vars(tflite.TensorType).items() if isinstance(v, int)}
_OP_NAMES = {v: k for k, v in vars(tflite.BuiltinOperator).items() if isinstance(v, int)}
_IDENTIFIER = b"TFL3"
# What the flatbuffers runtime and NumPy raise when offsets lead out of the file.
_DAMAGE = (struct.error, IndexError, ValueError, TypeError, OverflowError, MemoryError)


def read(data: bytes, name: str, sha256: str) -> Graph:
    """The first subgraph of a TensorFlow Lite file; raises ModelError if it is damaged."""
    if data[4:8] != _IDENTIFIER:
        raise ModelError(
            f"this is no TensorFlow Lite file: bytes 4 to 8 are {data[4:8]!r}, not {_IDENTIFIER!r}",
            hint=_guess(data),
        )
    try:
        return _read(data, name, sha256)
    except _DAMAGE as error:
        raise ModelError(
            "the file is damaged: its parts do not lie where its table of contents says",
            hint="Download or export it again, and compare its size.",
        ) from error


def _guess(data: bytes) -> str | None:
    if data.startswith(b"version https://git-lfs"):
        return "It is a Git LFS pointer: fetch the real file with `git lfs pull`."
    if data.lstrip()[:1] == b"<":
        return "It is a web page: download the raw file instead."
    if data.startswith(b"PK"):
        return "It is a zip archive: a .keras model must be converted to .tflite first."
    return None


def _read(data: bytes, name: str, sha256: str) -> Graph:
    model = tflite.Model.GetRootAsModel(data, 0)
    if model.SubgraphsLength() < 1:
        raise ModelError("the file holds no graph")
    subgraph = model.Subgraphs(0)
    tensors = _tensors(model, subgraph)
    order = list(tensors)
    nodes = tuple(
        _node(model, subgraph.Operators(i), i, order) for i in range(subgraph.OperatorsLength())
    )
    inputs = tuple(_name(order, subgraph.Inputs(i)) for i in range(subgraph.InputsLength()))
    outputs = tuple(_name(order, subgraph.Outputs(i)) for i in range(subgraph.OutputsLength()))
    graph = Graph(name, tensors, nodes, inputs, outputs, sha256)
    _check_order(graph)
    return graph


def _tensors(model: Any, subgraph: Any) -> Mapping[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    for i in range(subgraph.TensorsLength()):
        raw = subgraph.Tensors(i)
        name = (raw.Name() or b"").decode("utf-8", "replace") or f"tensor_{i}"
        if name in tensors:
            name = f"{name}:{i}"
        tensors[name] = _tensor(model, raw, name)
    return tensors


def _tensor(model: Any, raw: Any, name: str) -> Tensor:
    type_name = _TYPE_NAMES.get(raw.Type(), str(raw.Type()))
    if type_name not in _DTYPES:
        raise ModelError(
            f"the type {type_name} is not supported", where=f"tensor {name}", hint=_type_hint(name)
        )
    if raw.Sparsity() is not None:
        raise ModelError(
            "sparse storage is not supported",
            where=f"tensor {name}",
            hint="Convert without the EXPERIMENTAL_SPARSITY optimisation.",
        )
    shape = tuple(int(raw.Shape(i)) for i in range(raw.ShapeLength()))
    if any(size < 0 for size in shape):
        raise ModelError(f"the shape {shape} is not fixed", where=f"tensor {name}")
    dtype = np.dtype(_DTYPES[type_name])
    data = _data(model, raw, name, shape, dtype)
    return Tensor(name, shape, dtype, _quantization(raw, name), data, bool(raw.IsVariable()))


def _type_hint(name: str) -> str:
    return f"Export the model so that {name} is a number of 8, 16 or 32 bits, or outside of it."


def _data(
    model: Any, raw: Any, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]
) -> Array | None:
    buffer = model.Buffers(raw.Buffer()) if raw.Buffer() < model.BuffersLength() else None
    if buffer is None:
        raise ModelError("it names a buffer that is not in the file", where=f"tensor {name}")
    if buffer.DataLength() == 0:
        return None
    stored = np.frombuffer(buffer.DataAsNumpy().tobytes(), np.uint8)
    wanted = int(np.prod(shape, dtype=object)) * dtype.itemsize
    if stored.nbytes != wanted:
        raise ModelError(
            f"it holds {stored.nbytes} bytes, but its shape wants {wanted}", where=f"tensor {name}"
        )
    values = stored.view(dtype.newbyteorder("<")).astype(dtype).reshape(shape)
    values.flags.writeable = False
    return values


def _quantization(raw: Any, name: str) -> Quantization | None:
    stored = raw.Quantization()
    if stored is None or stored.ScaleLength() == 0:
        return None
    scales = tuple(float(stored.Scale(i)) for i in range(stored.ScaleLength()))
    zero_points = tuple(int(stored.ZeroPoint(i)) for i in range(stored.ZeroPointLength()))
    if not zero_points:
        zero_points = (0,) * len(scales)
    if len(zero_points) != len(scales):
        raise ModelError(
            f"it has {len(scales)} scales but {len(zero_points)} zero points",
            where=f"tensor {name}",
        )
    return Quantization(scales, zero_points, int(stored.QuantizedDimension()))


def _node(model: Any, raw: Any, index: int, order: list[str]) -> Node:
    op = _op_name(model, raw)
    inputs = tuple(
        None if raw.Inputs(i) == -1 else _name(order, raw.Inputs(i))
        for i in range(raw.InputsLength())
    )
    outputs = tuple(_name(order, raw.Outputs(i)) for i in range(raw.OutputsLength()))
    name = f"{index} {op}"
    return Node(name, op, inputs, outputs, attributes(raw, name))


def _op_name(model: Any, raw: Any) -> str:
    code = model.OperatorCodes(raw.OpcodeIndex())
    builtin = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
    name = str(_OP_NAMES.get(builtin, f"BUILTIN_{builtin}"))
    if name == "CUSTOM":
        return f"CUSTOM:{(code.CustomCode() or b'?').decode('utf-8', 'replace')}"
    return name


def _name(order: list[str], index: int) -> str:
    if not 0 <= index < len(order):
        raise ModelError(f"the file names a tensor {index}, but holds {len(order)}")
    return order[index]


def _check_order(graph: Graph) -> None:
    """Every tensor is written once, before it is read."""
    known = set(graph.inputs)
    known |= {t.name for t in graph.tensors.values() if t.is_constant or t.variable}
    for node in graph.nodes:
        for name in node.inputs:
            if name is not None and name not in known:
                raise ModelError(f"it reads {name} before anything writes it", where=node.name)
        for name in node.outputs:
            if name in known:
                raise ModelError(f"it writes {name}, which has a value already", where=node.name)
        known.update(node.outputs)
    for name in graph.outputs:
        if name not in known:
            raise ModelError(f"nothing writes the output {name}")
    if not graph.inputs or not graph.outputs:
        raise ModelError("the model has no input or no output")
