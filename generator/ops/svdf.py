"""SVDF: a layer of low rank over the inputs of the last steps, which it remembers as features."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import (
    Operator,
    check_constant,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_rank,
    check_shape,
    refuse,
)
from generator.quantization import dtype_range, quantize_multiplier, rescale_array

_ACTIVATIONS = {
    "NONE": (-math.inf, math.inf),
    "RELU": (0.0, math.inf),
    "RELU6": (0.0, 6.0),
    "RELU_N1_TO_1": (-1.0, 1.0),
    "TANH": (-math.inf, math.inf),
}


@dataclass(frozen=True)
class Sizes:
    """filters = units * rank; memory: how many steps each filter remembers."""

    batches: int
    inputs: int
    units: int
    rank: int
    memory: int

    @property
    def filters(self) -> int:
        """Of each batch."""
        return self.units * self.rank


def sizes(graph: Graph, node: Node) -> Sizes:
    """The sizes of a checked layer."""
    batches, inputs = graph.input_tensor(node, 0).shape
    filters, memory = graph.input_tensor(node, 2).shape
    rank = int(node.attributes["rank"])
    return Sizes(batches, inputs, filters // rank, rank, memory)


def factors(graph: Graph, node: Node) -> tuple[tuple[int, int], tuple[int, int]]:
    """(multiplier, shift) of a feature to the state's scale, and of a unit's sum to the output's.

    The scales are joined in float32. Source: TensorFlow Lite Micro, `PrepareSvdf`.
    """
    given, features, times = (
        np.float32(graph.input_tensor(node, i).affine.scale) for i in range(3)
    )
    state = np.float32(graph.input_tensor(node, 4).affine.scale)
    output = np.float32(graph.output_tensor(node).affine.scale)
    return (
        quantize_multiplier(float(given * features / state)),
        quantize_multiplier(float(state * times / output)),
    )


def activation_bounds(node: Node) -> tuple[float, float]:
    """Between which a float32 layer's activation clamps; TANH does more than that."""
    return _ACTIVATIONS[str(node.attributes["activation"])]


class Svdf(Operator):
    """feature[f] = input * feature weights[f]; output[u] = bias[u] + sum of remembered features.

    The features of this step join those of the last steps, each weighted by its age, summed over
    the `rank` filters of a unit. Inputs: (batch, input) of int8 or float32; feature weights
    (filter, input); time weights (filter, memory); optional bias (unit,); state, a variable
    (batch, memory * filter), of the time weights' dtype: int16, int8 or float32. Output: (batch,
    unit). TensorFlow Lite Micro applies the fused activation to float32 only, and so does this.
    """

    name = "SVDF"
    options = "SVDFOptions"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (3, 5))
        if graph.optional_input(node, 4) is None:
            refuse(node, "its state is absent")
        _check_shapes(graph, node)
        _check_dtypes(graph, node)
        if node.attributes["activation"] not in _ACTIVATIONS:
            refuse(node, f"the fused activation {node.attributes['activation']} is not supported")
        if graph.input_tensor(node, 0).dtype.kind == "i":
            _check_quantization(graph, node)

    def macs(self, graph: Graph, node: Node) -> int:
        s = sizes(graph, node)
        return s.batches * s.filters * (s.inputs + s.memory)

    def written_variables(self, graph: Graph, node: Node) -> tuple[str, ...]:
        return (graph.input_tensor(node, 4).name,)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        s = sizes(graph, node)
        bias = inputs[3] if len(inputs) == 5 else np.zeros(s.units, np.int32)
        state = np.roll(inputs[-1].ravel(), -1).reshape(s.batches, s.filters, s.memory)
        if inputs[0].dtype.kind == "f":
            state[:, :, -1] = inputs[0] @ inputs[1].T
            sums = _sums(state, inputs[2], s) + bias
            output = np.tanh(sums) if node.attributes["activation"] == "TANH" else sums
            output = np.clip(output, *activation_bounds(node)).astype(np.float32)
        else:
            output = _integer_outputs(graph, node, inputs, state, bias)
        return output, state.reshape(inputs[-1].shape)


def _sums(state: Array, time_weights: Array, s: Sizes) -> Array:
    """The remembered features of each unit, weighted by their age."""
    weighted = (state * time_weights).sum(axis=2)
    return np.asarray(weighted.reshape(s.batches, s.units, s.rank).sum(axis=2))


def _integer_outputs(
    graph: Graph, node: Node, inputs: Sequence[Array], state: Array, bias: Array
) -> Array:
    """The outputs; puts the new features into the state."""
    of_feature, of_output = factors(graph, node)
    memory, output = graph.input_tensor(node, 4), graph.output_tensor(node)
    centred = inputs[0].astype(np.int64) - graph.input_tensor(node, 0).affine.zero_point
    features = rescale_array(centred @ inputs[1].astype(np.int64).T, *of_feature)
    clamped = np.clip(features, *dtype_range(memory.dtype))
    state[:, :, -1] = (clamped + memory.affine.zero_point).astype(memory.dtype)
    remembered = state.astype(np.int64) - memory.affine.zero_point
    sums = _sums(remembered, inputs[2].astype(np.int64), sizes(graph, node)) + bias
    scaled = rescale_array(sums, *of_output) + output.affine.zero_point
    return np.asarray(np.clip(scaled, -128, 127), np.int8)


def _check_shapes(graph: Graph, node: Node) -> None:
    given, features, times = (graph.input_tensor(node, position) for position in range(3))
    state, output = graph.input_tensor(node, 4), graph.output_tensor(node)
    for tensor in (given, features, times, state):
        check_rank(node, tensor, 2)
    rank = int(node.attributes["rank"])
    filters = features.shape[0]
    if rank < 1 or filters % rank:
        refuse(node, f"its rank of {rank} does not divide its {filters} filters")
    check_shape(node, features, (filters, given.shape[1]))
    check_shape(node, times, (filters, times.shape[1]))
    check_shape(node, state, (given.shape[0], times.shape[1] * filters))
    check_shape(node, output, (given.shape[0], filters // rank))
    if not state.variable:
        refuse(node, f"its state {state} is no variable")
    for tensor in (features, times):
        check_constant(node, tensor)
    bias = graph.optional_input(node, 3)
    if bias is not None:
        check_constant(node, bias)
        check_shape(node, bias, (filters // rank,))


def _check_dtypes(graph: Graph, node: Node) -> None:
    given, features, times = (graph.input_tensor(node, position) for position in range(3))
    check_dtype(node, given, "int8", "float32")
    floating = given.dtype.kind == "f"
    check_dtype(node, features, given.dtype.name)
    check_dtype(node, graph.output_tensor(node), given.dtype.name)
    check_dtype(node, times, *(("float32",) if floating else ("int8", "int16")))
    check_dtype(node, graph.input_tensor(node, 4), times.dtype.name)
    bias = graph.optional_input(node, 3)
    if bias is not None:
        check_dtype(node, bias, "float32" if floating else "int32")


def _check_quantization(graph: Graph, node: Node) -> None:
    given, features, times = (graph.input_tensor(node, position) for position in range(3))
    state, output = graph.input_tensor(node, 4), graph.output_tensor(node)
    check_per_tensor(node, given, features, times, state, output)
    for tensor in (features, times, *([state] if state.dtype.name == "int16" else [])):
        if tensor.affine.zero_point != 0:
            refuse(node, f"tensor {tensor} is not symmetric: its zero point is not 0")
    for tensor in (given, state, output):
        low, high = dtype_range(tensor.dtype)
        if not low <= tensor.affine.zero_point <= high:
            refuse(node, f"tensor {tensor} has a zero point outside of its type")
    bias = graph.optional_input(node, 3)
    if bias is not None and bias.quantization is not None:
        wanted = float(np.float32(state.affine.scale) * np.float32(times.affine.scale))
        if not abs(bias.affine.scale - wanted) < 1e-5:
            refuse(node, f"tensor {bias} has a scale that is not state times time weights'")
    if any(shift > 30 for _, shift in factors(graph, node)):
        refuse(node, "its scales differ too much from each other to be computed with 32 bits")


OPERATOR = Svdf()
