"""FULLY_CONNECTED: a matrix times a vector, for each row of the input."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._convolution import (
    Requantization,
    bias_of,
    check_activation,
    check_weights,
    check_zero_points,
)
from generator.ops._convolution import requantization as per_channel_requantization
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_rank,
    refuse,
)
from generator.ops.conv_2d import finish
from generator.quantization import activation_range, quantize_multiplier


def requantization(graph: Graph, node: Node) -> Requantization:
    """The constants of the output stage.

    With one scale for all weights the product of input and weight scale is rounded to float32
    before the division, unlike in a convolution.
    Source: TensorFlow Lite, `GetQuantizedConvolutionMultipler`.
    """
    outputs = graph.input_tensor(node, 1).shape[0]
    kernel = graph.input_tensor(node, 1).affine
    if kernel.per_channel:
        return per_channel_requantization(graph, node, outputs)
    given = graph.input_tensor(node, 0).affine
    output = graph.output_tensor(node).affine
    product = float(np.float32(given.scale) * np.float32(kernel.scale))
    multiplier, shift = quantize_multiplier(product / output.scale)
    low, high = activation_range(
        node.attributes["activation"], output, graph.output_tensor(node).dtype
    )
    return Requantization(
        bias_of(graph, node, outputs),
        np.full(outputs, multiplier, np.int32),
        np.full(outputs, shift, np.int32),
        output.zero_point,
        low,
        high,
    )


class FullyConnected(Operator):
    """output[r, o] = activation(bias[o] + sum over i of input[r, i] * weights[o, i]).

    Inputs: int8, any shape whose size is a multiple of the depth; int8 weights (outputs, depth);
    optional int32 bias (outputs,). Output: int8, size rows * outputs.
    """

    name = "FULLY_CONNECTED"
    options = "FullyConnectedOptions"

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 3))
        given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        output = graph.output_tensor(node)
        for tensor in (given, output):
            check_dtype(node, tensor, "int8")
        check_rank(node, weights, 2)
        check_per_tensor(node, given, output)
        check_zero_points(node, given, output)
        check_activation(node)
        outputs, depth = weights.shape
        check_weights(graph, node, outputs, 0)
        if given.size % depth or given.size == 0:
            refuse(node, f"tensor {given} is not made of rows of {depth}, as the weights want")
        if output.size != given.size // depth * outputs or output.shape[-1] != outputs:
            refuse(node, f"tensor {output} does not hold {given.size // depth} rows of {outputs}")

    def macs(self, graph: Graph, node: Node) -> int:
        return graph.input_tensor(node, 0).size * graph.input_tensor(node, 1).shape[0]

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        weights = inputs[1].astype(np.int64)
        zero_point = graph.input_tensor(node, 0).affine.zero_point
        rows = inputs[0].astype(np.int64).reshape(-1, weights.shape[1]) - zero_point
        stage = requantization(graph, node)
        sums = rows @ weights.T + stage.bias
        return (finish(sums, stage).reshape(graph.output_tensor(node).shape),)


OPERATOR = FullyConnected()
