"""A graph computed node by node with the operators' NumPy references: slow, and always there."""

from collections.abc import Iterator, Sequence

import numpy as np

from generator import ops
from generator.graph import Array, Graph, Tensor


def first_values(graph: Graph) -> dict[str, Array]:
    """What the variables of a graph hold before the first inference.

    Where the file names nothing, int8 begins with its zero point and all else with zero bits.
    Source: TensorFlow Lite Micro, `ResetTensorData`.
    """
    return {
        name: np.full(t.shape, _stored_zero(t), t.dtype) if t.initial is None else t.initial
        for name, t in graph.tensors.items()
        if t.variable
    }


def _stored_zero(tensor: Tensor) -> int:
    quantized = tensor.dtype.name == "int8" and tensor.quantization is not None
    return tensor.affine.zero_point if quantized else 0


def layers(
    graph: Graph, inputs: Sequence[Array], variables: dict[str, Array] | None = None
) -> Iterator[tuple[Array, ...]]:
    """The outputs of each node, in order, of one inference of a checked graph.

    variables: their values, which the inference changes; those of `first_values` where absent.
    """
    state = first_values(graph) if variables is None else variables
    values = {name: t.value for name, t in graph.tensors.items() if t.is_constant}
    values.update(zip(graph.inputs, inputs, strict=True))
    values.update(state)
    for node in graph.nodes:
        operator = ops.operator(node.op)
        given = [values[name] for name in node.inputs if name is not None]
        results = operator.reference(graph, node, given)
        written = (*node.outputs, *operator.written_variables(graph, node))
        values.update(zip(written, results, strict=True))
        state.update({name: values[name] for name in written if name in state})
        yield tuple(values[name] for name in node.outputs)


def outputs(
    graph: Graph, inputs: Sequence[Array], variables: dict[str, Array] | None = None
) -> list[Array]:
    """The outputs of the graph; the arguments are those of `layers`."""
    values = dict(zip(graph.inputs, inputs, strict=True))
    values.update({name: t.value for name, t in graph.tensors.items() if t.is_constant})
    state = first_values(graph) if variables is None else variables
    for node, results in zip(graph.nodes, layers(graph, inputs, state), strict=True):
        values.update(zip(node.outputs, results, strict=True))
    values.update(state)
    return [values[name] for name in graph.outputs]
