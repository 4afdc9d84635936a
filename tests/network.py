"""Models of several operators, built with the flatbuffer object API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import flatbuffers
import numpy as np

from generator import ops, passes, readers
from generator.graph import Graph
from generator.passes import Saving
from tests import oracle
from tests.single_op import T, _code, _tensor, schema


@dataclass(frozen=True, eq=False)
class N:
    """A node: an operator, the names of what it reads and writes, its table of options."""

    op: str
    inputs: Sequence[str | None]
    outputs: Sequence[str]
    table: object | None = None


def network(
    tensors: Mapping[str, T],
    nodes: Sequence[N],
    inputs: Sequence[str],
    outputs: Sequence[str],
    initialiser: Sequence[N] = (),
) -> bytes:
    """A TensorFlow Lite file; `initialiser` are the nodes of a second subgraph."""
    made = schema.ModelT()
    made.version = 3
    made.buffers = [schema.BufferT()]
    made.operatorCodes = []
    made.subgraphs = [_subgraph(made, tensors, nodes, inputs, outputs)]
    if initialiser:
        made.subgraphs.append(_subgraph(made, tensors, initialiser, (), ()))
    builder = flatbuffers.Builder(1024)
    builder.Finish(made.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _subgraph(
    made: object,
    tensors: Mapping[str, T],
    nodes: Sequence[N],
    inputs: Sequence[str],
    outputs: Sequence[str],
) -> object:
    graph = schema.SubGraphT()
    graph.name = "main"
    position = {name: i for i, name in enumerate(tensors)}
    graph.tensors = []
    for name, t in tensors.items():
        tensor = _tensor(made, position[name], t)
        tensor.name = name
        graph.tensors.append(tensor)
    graph.operators = [_operator(made, node, position) for node in nodes]
    graph.inputs = [position[name] for name in inputs]
    graph.outputs = [position[name] for name in outputs]
    return graph


def _operator(made: object, node: N, position: Mapping[str, int]) -> object:
    operator = schema.OperatorT()
    operator.inputs = [-1 if name is None else position[name] for name in node.inputs]
    operator.outputs = [position[name] for name in node.outputs]
    operator.opcodeIndex = len(made.operatorCodes)
    made.operatorCodes.append(_code(node.op))
    if node.table is not None:
        operator.builtinOptions = node.table
        operator.builtinOptionsType = getattr(
            schema.BuiltinOptions, type(node.table).__name__.removesuffix("T")
        )
    return operator


def graph_of(data: bytes, skip: Sequence[str] = ()) -> tuple[Graph, tuple[Saving, ...]]:
    """The checked graph after the passes, and what they saved."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "network.tflite"
        path.write_bytes(data)
        graph, savings = passes.run(readers.read(path), skip)
    ops.check(graph)
    return graph, savings


def check_network(
    data: bytes, *, runs: int = 3, seed: int = 0, tolerance: float = 0.0
) -> tuple[Graph, tuple[Saving, ...]]:
    """Our C equals TensorFlow Lite Micro with every pass and with none; gives the former graph.

    tolerance: as `oracle.distance` measures it, for models that give reals.
    """
    simplified, savings = graph_of(data)
    plain, _ = graph_of(data, skip=passes.names())
    generator = np.random.default_rng(seed)
    micro = oracle.Micro(data)
    with TemporaryDirectory() as with_passes, TemporaryDirectory() as without:
        ours = [
            oracle.host_model(simplified, Path(with_passes), oracle.SANITIZE),
            oracle.host_model(plain, Path(without), oracle.SANITIZE),
        ]
        for _ in range(runs):
            inputs = oracle.sensible_inputs(plain, generator)
            expected = micro.run(inputs, len(plain.outputs))
            for host, name in zip(ours, ("with passes", "without"), strict=True):
                for mine, theirs in zip(host.run(inputs), expected, strict=True):
                    assert oracle.distance(mine, theirs) <= tolerance, name
    return simplified, savings
