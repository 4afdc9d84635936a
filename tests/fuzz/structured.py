"""Mutations of a model that keep it a flatbuffer: strange numbers where sound ones stood.

Blind fuzzing mostly breaks the container; these reach the operators' own checks.
"""

import random
from collections.abc import Iterator

import flatbuffers
import numpy as np
import pytest

from tests.data import shared_files

schema = pytest.importorskip(
    "tflite_micro.tensorflow.lite.micro.python.schema_py_generated",
    reason="needs the tflite-micro wheel",
)

_SIZES = (0, 1, 2, 3, 5, 7, 64, 255, 65536, 2**24, 2**31 - 1, -1, -3)
_NUMBERS = (-(2**31), -129, -128, -5, -1, 0, 1, 2, 3, 4, 8, 127, 128, 32768, 2**31 - 1)
_REALS = (0.0, -1.0, 1e-38, 1e-10, 0.5, 1.0, 3e5, 1e38, float("inf"), float("nan"))
_TYPES = (0, 1, 2, 3, 4, 6, 7, 9, 13, 15, 17)


def mutated(data: bytes, seed: int) -> bytes:
    """The model with one to four of its numbers changed."""
    generator = random.Random(seed)
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(data, 0))
    for _ in range(generator.randint(1, 4)):
        graph = generator.choice(model.subgraphs)
        generator.choice((_tensor, _tensor, _operator, _operator, _buffer))(model, graph, generator)
    builder = flatbuffers.Builder(len(data))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _tensor(model: object, graph: object, generator: random.Random) -> None:
    del model
    tensor = generator.choice(graph.tensors)
    shape = [] if tensor.shape is None else [int(size) for size in tensor.shape]
    match generator.randrange(6):
        case 0 if shape:
            shape[generator.randrange(len(shape))] = generator.choice(_SIZES)
            tensor.shape = shape
        case 1:
            tensor.shape = generator.choice((shape[1:], [1, *shape], [*shape, 1], [], shape[::-1]))
        case 2:
            tensor.type = generator.choice(_TYPES)
        case 3:
            tensor.isVariable = not tensor.isVariable
        case _:
            _quantization(tensor, generator)


def _quantization(tensor: object, generator: random.Random) -> None:
    if tensor.quantization is None or generator.random() < 0.2:
        tensor.quantization = schema.QuantizationParametersT()
    quantization = tensor.quantization
    count = (
        generator.choice((0, 1, 1, 2, 3)) if quantization.scale is None else len(quantization.scale)
    )
    quantization.scale = [generator.choice(_REALS) for _ in range(count)]
    quantization.zeroPoint = [generator.choice(_NUMBERS) for _ in range(count)]
    if generator.random() < 0.2:
        quantization.quantizedDimension = generator.choice(_NUMBERS)


def _operator(model: object, graph: object, generator: random.Random) -> None:
    operator = generator.choice(graph.operators)
    match generator.randrange(6):
        case 0:
            operator.inputs = _indices(operator.inputs, len(graph.tensors), generator)
        case 1:
            operator.outputs = _indices(operator.outputs, len(graph.tensors), generator)
        case 2:
            code = model.operatorCodes[operator.opcodeIndex]
            code.builtinCode = generator.randrange(210)
            code.deprecatedBuiltinCode = min(code.builtinCode, 127)
            if generator.random() < 0.7:
                operator.builtinOptions = None
                operator.builtinOptionsType = 0
        case _:
            _options(operator, generator)


def _indices(given: object, count: int, generator: random.Random) -> list[int]:
    indices = [] if given is None else [int(index) for index in given]
    indices.insert(generator.randint(0, len(indices)), generator.randrange(-1, count))
    if len(indices) > 1 and generator.random() < 0.7:
        del indices[generator.randrange(len(indices))]
    return indices


def _options(operator: object, generator: random.Random) -> None:
    table = operator.builtinOptions
    if table is None:
        return
    fields = sorted(vars(table))
    if not fields:
        return
    field = generator.choice(fields)
    value = getattr(table, field)
    if isinstance(value, bool):
        setattr(table, field, not value)
    elif isinstance(value, float):
        setattr(table, field, generator.choice(_REALS))
    elif isinstance(value, int):
        small = generator.choice((0, 1, 2, 3, 4, 5, 7, 127, -1))
        setattr(table, field, small if generator.random() < 0.7 else _fitting(generator))


def _fitting(generator: random.Random) -> int:
    """A number that both 8-bit and 32-bit fields can be packed with, now and then a large one."""
    return generator.choice((100, 127, -128, 64))


def _buffer(model: object, graph: object, generator: random.Random) -> None:
    """Other numbers in a small constant: axes, shapes, paddings, indices; or none at all."""
    constants = [t for t in graph.tensors if _is_small(model, t)]
    if not constants:
        return
    tensor = generator.choice(constants)
    buffer = model.buffers[tensor.buffer]
    if generator.random() < 0.15:
        buffer.data = None
        return
    raw = bytearray(np.asarray(buffer.data, np.uint8).tobytes())
    if tensor.type == schema.TensorType.INT32:
        at = generator.randrange(len(raw) // 4) * 4
        raw[at : at + 4] = generator.choice(_NUMBERS).to_bytes(4, "little", signed=True)
    else:
        raw[generator.randrange(len(raw))] = generator.randrange(256)
    buffer.data = np.frombuffer(bytes(raw), np.uint8)


def _is_small(model: object, tensor: object) -> bool:
    data = model.buffers[tensor.buffer].data
    return data is not None and 4 <= len(data) <= 4096


def seeds() -> Iterator[bytes]:
    """Small sound models to begin with, of every operator that the shared data has."""
    for path in shared_files("robustness", ".tflite"):
        if 100 < path.stat().st_size < 6000 and "broken" not in path.parts:
            yield path.read_bytes()
