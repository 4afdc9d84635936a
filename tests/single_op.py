"""Models of one operator, built with the flatbuffer object API, and run against the oracle."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import flatbuffers
import numpy as np
import pytest
from flatbuffers import flexbuffers

from generator import ops
from generator.errors import ModelError
from generator.graph import Array
from tests import oracle

schema = pytest.importorskip(
    "tflite_micro.tensorflow.lite.micro.python.schema_py_generated",
    reason="needs the tflite-micro wheel",
)

_TYPES = {
    "int8": "INT8",
    "uint8": "UINT8",
    "int16": "INT16",
    "int32": "INT32",
    "uint32": "UINT32",
    "int64": "INT64",
    "uint64": "UINT64",
    "float32": "FLOAT32",
    "float16": "FLOAT16",
    "bool": "BOOL",
    "resource": "RESOURCE",
}


@dataclass(frozen=True, eq=False)
class T:
    """A tensor of the model; `data` makes it a constant, `scales` quantise it."""

    shape: tuple[int, ...]
    dtype: str = "int8"
    scales: float | Sequence[float] | None = None
    zero_points: int | Sequence[int] = 0
    axis: int = 0
    data: Array | None = None
    variable: bool = False


def options(table: str, **values: object) -> object:
    """A table of options: options("Conv2DOptions", strideW=2, …), names as in the schema's API."""
    made = getattr(schema, f"{table}T")()
    for name, value in values.items():
        assert hasattr(made, name), f"{table} has no field {name}"
        setattr(made, name, value)
    return made


def model(
    op: str, inputs: Sequence[T | None], outputs: Sequence[T], table: object | None = None
) -> bytes:
    """A TensorFlow Lite file with a single operator; None is an absent optional input.

    table: its options; a dictionary where it is an operator that the schema does not know.
    """
    made = schema.ModelT()
    made.version = 3
    made.description = "single operator"
    made.buffers = [schema.BufferT()]
    graph = schema.SubGraphT()
    graph.name = "main"
    present = [t for t in inputs if t is not None]
    graph.tensors = [_tensor(made, i, t) for i, t in enumerate([*present, *outputs])]
    positions = iter(range(len(present)))
    operator = schema.OperatorT()
    operator.inputs = [-1 if t is None else next(positions) for t in inputs]
    operator.outputs = list(range(len(present), len(present) + len(outputs)))
    operator.opcodeIndex = 0
    if isinstance(table, dict):
        operator.customOptions = np.frombuffer(flexbuffers.Dumps(table), np.uint8)
    elif table is not None:
        operator.builtinOptions = table
        operator.builtinOptionsType = getattr(
            schema.BuiltinOptions, type(table).__name__.removesuffix("T")
        )
    graph.operators = [operator]
    graph.inputs = [i for i, t in enumerate(present) if t.data is None and not t.variable]
    graph.outputs = operator.outputs
    made.subgraphs = [graph]
    made.operatorCodes = [_code(op)]
    builder = flatbuffers.Builder(1024)
    builder.Finish(made.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _code(op: str) -> object:
    code = schema.OperatorCodeT()
    code.builtinCode = getattr(schema.BuiltinOperator, op, schema.BuiltinOperator.CUSTOM)
    if code.builtinCode == schema.BuiltinOperator.CUSTOM:
        code.customCode = ops.operator(op).custom_code
    code.deprecatedBuiltinCode = min(code.builtinCode, 127)
    code.version = 1
    return code


def _tensor(made: object, index: int, t: T) -> object:
    tensor = schema.TensorT()
    tensor.name = f"t{index}"
    tensor.shape = list(t.shape)
    tensor.type = getattr(schema.TensorType, _TYPES[t.dtype])
    tensor.isVariable = t.variable
    if t.scales is not None:
        tensor.quantization = schema.QuantizationParametersT()
        scales = np.atleast_1d(np.asarray(t.scales, np.float32))
        tensor.quantization.scale = scales
        tensor.quantization.zeroPoint = np.broadcast_to(
            np.asarray(t.zero_points, np.int64), scales.shape
        )
        tensor.quantization.quantizedDimension = t.axis
    tensor.buffer = 0
    if t.data is not None:
        tensor.buffer = len(made.buffers)
        buffer = schema.BufferT()
        raw = np.ascontiguousarray(np.asarray(t.data).reshape(t.shape), np.dtype(t.dtype))
        buffer.data = np.frombuffer(raw.tobytes(), np.uint8)
        made.buffers.append(buffer)
    return tensor


def check_against_oracle(
    data: bytes,
    seed: int = 0,
    runs: int = 2,
    inputs: Sequence[Sequence[Array]] | None = None,
    tolerance: float | None = None,
) -> None:
    """Our C, with sanitizers, and our NumPy reference give what TensorFlow Lite Micro gives.

    inputs: one list of arrays for each run, instead of random ones.
    tolerance: the greatest difference allowed, relative to the greatest magnitude expected, for
    float32; None demands equal bits.
    """
    generator = np.random.default_rng(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "single.tflite"
        path.write_bytes(data)
        graph = oracle.graph_of(path)
        ours = oracle.host_model(graph, Path(folder), oracle.SANITIZE)
        micro = oracle.Micro(data)
        variables = oracle.first_values(graph)
        for run in range(runs if inputs is None else len(inputs)):
            given = list(inputs[run]) if inputs else oracle.random_inputs(graph, generator)
            expected = micro.run(given, len(graph.outputs))
            _compare(ours.run(given), expected, "generated C", tolerance)
            computed = oracle.reference(graph, given, variables)
            _compare(computed, expected, "NumPy reference", tolerance)


def refused(data: bytes) -> ModelError:
    """The error by which the checks turn a model down; fails where they do not."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "single.tflite"
        path.write_bytes(data)
        with pytest.raises(ModelError) as caught:
            oracle.graph_of(path)
    return caught.value


def _compare(
    actual: Sequence[Array], expected: Sequence[Array], what: str, tolerance: float | None
) -> None:
    if tolerance is None:
        oracle.assert_same(actual, expected, what)
        return
    for ours, theirs in zip(actual, expected, strict=True):
        scale = max(float(np.max(np.abs(theirs), initial=0.0)), 1e-30)
        np.testing.assert_allclose(
            ours.reshape(theirs.shape), theirs, rtol=0, atol=tolerance * scale, err_msg=what
        )
