"""The type in which a quantised model takes its inputs and gives its outputs: `--io`."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from generator.errors import RequestError
from generator.graph import Array, Graph, Node, Quantization, Tensor

IO_TYPES = ("int8", "uint8", "float32")
# uint8 and int8 images of the same real number differ by this.
_UNSIGNED_SHIFT = 128


def set_io(graph: Graph, io: str) -> Graph:
    """The same model with int8, uint8 or float32 inputs and outputs.

    Conversions that the file has at its edges are stripped, then those that `io` needs are put
    there: QUANTIZE behind the inputs, DEQUANTIZE or QUANTIZE in front of the outputs.
    Raises RequestError for a model whose edges are then not int8.
    """
    stripped = _without_output_conversions(_without_input_conversions(graph))
    edges = [stripped.tensors[name] for name in (*stripped.inputs, *stripped.outputs)]
    for tensor in edges:
        if tensor.dtype != np.int8 or tensor.quantization is None:
            raise RequestError(
                f"--io {io} needs a model that is int8 within; {tensor} is not.",
                hint="Leave out --io to keep the model's own types.",
            )
    return stripped if io == "int8" else _converted(stripped, io)


def _without_input_conversions(graph: Graph) -> Graph:
    """Graph inputs that only a QUANTIZE reads give way to what it writes."""
    inputs, nodes = list(graph.inputs), list(graph.nodes)
    for position, name in enumerate(graph.inputs):
        readers = [node for node in nodes if name in node.inputs]
        if [node.op for node in readers] == ["QUANTIZE"] and name not in graph.outputs:
            inputs[position] = readers[0].outputs[0]
            nodes.remove(readers[0])
    return replace(graph, inputs=tuple(inputs)).with_nodes(tuple(nodes))


def _without_output_conversions(graph: Graph) -> Graph:
    """Graph outputs that a conversion of an int8 tensor writes give way to that tensor."""
    outputs, nodes = list(graph.outputs), list(graph.nodes)
    for position, name in enumerate(graph.outputs):
        writer = next((node for node in nodes if name in node.outputs), None)
        read = any(name in node.inputs for node in nodes)
        if writer is None or read or writer.op not in ("DEQUANTIZE", "QUANTIZE"):
            continue
        source = writer.inputs[0]
        if source is not None and graph.tensors[source].dtype == np.int8:
            outputs[position] = source
            nodes.remove(writer)
    return replace(graph, outputs=tuple(outputs)).with_nodes(tuple(nodes))


def _converted(graph: Graph, io: str) -> Graph:
    """QUANTIZE behind each input, a conversion in front of each output."""
    before = [_outside(graph.tensors[name], io) for name in graph.inputs]
    after = [_outside(graph.tensors[name], io) for name in graph.outputs]
    out_op = "DEQUANTIZE" if io == "float32" else "QUANTIZE"
    entries = [
        Node(f"input {i} QUANTIZE", "QUANTIZE", (outer.name,), (inner,))
        for i, (outer, inner) in enumerate(zip(before, graph.inputs, strict=True))
    ]
    exits = [
        Node(f"output {i} {out_op}", out_op, (inner,), (outer.name,))
        for i, (outer, inner) in enumerate(zip(after, graph.outputs, strict=True))
    ]
    return replace(
        graph,
        tensors={**graph.tensors, **_by_name(before), **_by_name(after)},
        nodes=(*entries, *graph.nodes, *exits),
        inputs=tuple(tensor.name for tensor in before),
        outputs=tuple(tensor.name for tensor in after),
    )


def _by_name(tensors: Iterable[Tensor]) -> dict[str, Tensor]:
    return {tensor.name: tensor for tensor in tensors}


def _outside(tensor: Tensor, io: str) -> Tensor:
    """The tensor as it is seen from outside."""
    quantization = None
    if io == "uint8":
        zero_point = tensor.affine.zero_point + _UNSIGNED_SHIFT
        quantization = Quantization(tensor.affine.scales, (zero_point,))
    return Tensor(f"{tensor.label}_{io}", tensor.shape, np.dtype(io), quantization)


def from_outside(stored: Array, tensor: Tensor, io: str) -> Array:
    """A stored int8 value of an inner edge as the model takes it from outside."""
    if io == "float32":
        steps = stored.astype(np.int32) - tensor.affine.zero_point
        return (np.float32(tensor.affine.scale) * steps).astype(np.float32)
    if io == "uint8":
        return (stored.astype(np.int32) + _UNSIGNED_SHIFT).astype(np.uint8)
    return stored
