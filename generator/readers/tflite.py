"""TensorFlow Lite flatbuffers (`.tflite`) by the schema that the `tflite` package ships."""

import math
import struct
from dataclasses import replace
from typing import Any

import tflite

from generator import ops
from generator.errors import ModelError
from generator.graph import Graph, Node, Tensor
from generator.quantization import dtype_range
from generator.readers._tflite_limits import MOST_NODES, Budget, check_count
from generator.readers._tflite_options import attributes
from generator.readers._tflite_tensors import Tensors
from generator.readers._tflite_variables import Subgraph, called, resolve

_OP_NAMES = {v: k for k, v in vars(tflite.BuiltinOperator).items() if isinstance(v, int)}
_IDENTIFIER = b"TFL3"
# What the firmware's inputs and outputs may be, as C has it.
_EDGE_DTYPES = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "float32", "bool")
# What the flatbuffers runtime and NumPy raise when offsets lead out of the file.
_DAMAGE = (struct.error, IndexError, ValueError, TypeError, OverflowError, MemoryError)


def read(data: bytes, name: str, sha256: str) -> Graph:
    """The first subgraph of a TensorFlow Lite file; raises ModelError if it is damaged.

    Further subgraphs are read where the first one initialises its variables by them.
    """
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
    budget = Budget()
    main = _subgraph(model, 0, data, budget)
    further = {i: _initialiser(model, i, data, budget) for i in called(main.nodes)}
    whole = resolve(main, further)
    graph = Graph(name, whole.tensors, whole.nodes, whole.inputs, whole.outputs, sha256)
    graph = _with_sound_edges(_with_states(graph.with_nodes(whole.nodes)))
    _check_edges(graph)
    _check_order(graph)
    return graph


def _initialiser(model: Any, index: int, data: bytes, budget: Budget) -> Subgraph:
    if not 0 < index < model.SubgraphsLength():
        raise ModelError(f"CALL_ONCE names a subgraph {index}, which the file has not")
    return _subgraph(model, index, data, budget)


def _subgraph(model: Any, index: int, data: bytes, budget: Budget) -> Subgraph:
    subgraph = model.Subgraphs(index)
    tensors = Tensors(model, subgraph, data, budget)
    count = check_count(subgraph.OperatorsLength(), MOST_NODES, "nodes")
    nodes = tuple(_node(model, subgraph.Operators(i), i, tensors, budget) for i in range(count))
    inputs = tuple(tensors.name(i) for i in budget.numbers(subgraph, "Inputs"))
    outputs = tuple(tensors.name(i) for i in budget.numbers(subgraph, "Outputs"))
    handles = frozenset(name for name in tensors.named if tensors.is_resource(name))
    return Subgraph(tensors.named, nodes, inputs, outputs, handles)


def _node(model: Any, raw: Any, index: int, tensors: Tensors, budget: Budget) -> Node:
    op = _op_name(model, raw, budget)
    name = f"{index} {op}"
    inputs = tuple(None if i == -1 else tensors.name(i) for i in budget.numbers(raw, "Inputs"))
    outputs = tuple(tensors.name(i) for i in budget.numbers(raw, "Outputs"))
    return Node(name, op, inputs, outputs, attributes(raw, op, name, budget))


def _op_name(model: Any, raw: Any, budget: Budget) -> str:
    if not 0 <= raw.OpcodeIndex() < model.OperatorCodesLength():
        raise ModelError(f"the file names an operator {raw.OpcodeIndex()} that it does not list")
    code = model.OperatorCodes(raw.OpcodeIndex())
    builtin = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
    name = str(_OP_NAMES.get(builtin, f"BUILTIN_{builtin}"))
    if name == "CUSTOM":
        return ops.custom(budget.text(code.CustomCode()) or "?")
    return name


def _with_states(graph: Graph) -> Graph:
    """The graph where what custom operators keep between inferences is a variable."""
    customs = [node for node in graph.nodes if ops.is_custom(node.op)]
    found = {node.name: ops.operator(node.op).state(graph, node) for node in customs}
    states = {name: state for name, state in found.items() if state is not None}
    nodes = tuple(
        replace(node, inputs=(*node.inputs, states[node.name].name))
        if node.name in states
        else node
        for node in graph.nodes
    )
    kept = {state.name: state for state in states.values()}
    for name in kept.keys() & graph.tensors.keys():
        raise ModelError(
            f"it has a tensor called {name}, as what a custom operator keeps is called"
        )
    return replace(graph, tensors={**graph.tensors, **kept}, nodes=nodes)


def _with_sound_edges(graph: Graph) -> Graph:
    """The graph with inputs and outputs whose scale, if they have one, means something.

    Operators that need no scale leave nonsense there unnoticed.
    """
    edges = (graph.tensors[name] for name in (*graph.inputs, *graph.outputs))
    void = {t.name: replace(t, quantization=None) for t in edges if not _has_sound_scale(t)}
    return replace(graph, tensors={**graph.tensors, **void})


def _has_sound_scale(tensor: Tensor) -> bool:
    q = tensor.quantization
    if q is None or tensor.dtype.kind not in "iu":
        return q is None
    low, high = dtype_range(tensor.dtype)
    sound = 0.0 < q.scale < math.inf and low <= q.zero_point <= high
    return q.per_channel or sound  # operators judge scales by channel themselves


def _check_edges(graph: Graph) -> None:
    """The model has inputs, outputs and something between them."""
    if not graph.inputs or not graph.outputs:
        raise ModelError("the model has no input or no output")
    if not graph.nodes:
        raise ModelError("the model computes nothing: it has no nodes")
    if len(set(graph.inputs)) != len(graph.inputs):
        raise ModelError("the model has one tensor as several of its inputs")
    for name in graph.inputs:
        if graph.tensors[name].is_constant or graph.tensors[name].variable:
            raise ModelError(f"the input {graph.tensors[name]} is a constant or a variable")
    for name in graph.outputs:
        if graph.tensors[name].is_constant or graph.tensors[name].variable:
            raise ModelError(f"the output {graph.tensors[name]} is a constant or a variable")
    for name in (*graph.inputs, *graph.outputs):
        if graph.tensors[name].dtype.name not in _EDGE_DTYPES:
            raise ModelError(
                f"the input or output {graph.tensors[name]} is of a type that C has not",
                hint="Export the model with inputs and outputs of 8, 16 or 32 bits.",
            )


def _check_order(graph: Graph) -> None:
    """Every tensor is written once, before it is read.

    Operators that are not here are left to the check of operators, which has more to say of them.
    """
    known = set(graph.inputs)
    known |= {t.name for t in graph.tensors.values() if t.is_constant or t.variable}
    for node in graph.nodes:
        for name in node.inputs if node.op in ops.names() else ():
            if name is not None and name not in known:
                raise ModelError(f"it reads {name} before anything writes it", where=node.name)
        for name in node.outputs:
            if name in known:
                raise ModelError(f"it writes {name}, which has a value already", where=node.name)
            known.add(name)
    for name in graph.outputs:
        if name not in known:
            raise ModelError(f"nothing writes the output {name}")
