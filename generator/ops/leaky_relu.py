"""LEAKY_RELU: what lies below 0 is multiplied by a constant."""

from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_shift
from generator.ops._operator import refuse
from generator.ops._unary import QuantizedUnary
from generator.quantization import quantize_multiplier, rescale_array

# No slope of a real model comes near; the fixed-point constants can still express it.
_GREATEST_SLOPE = 2.0**20


@dataclass(frozen=True)
class LeakyConstants:
    """Each pair is (multiplier, shift); `negative` says that the slope's sign is to be turned."""

    input_zero_point: int
    identity: tuple[int, int]
    slope: tuple[int, int]
    negative: bool
    output_zero_point: int


def constants(graph: Graph, node: Node) -> LeakyConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `CalculateOpDataLeakyRelu`."""
    given, output = graph.input_tensor(node, 0).affine, graph.output_tensor(node).affine
    slope = given.scale * node.attributes["alpha"] / output.scale
    return LeakyConstants(
        given.zero_point,
        quantize_multiplier(given.scale / output.scale),
        quantize_multiplier(abs(slope)),
        slope < 0,
        output.zero_point,
    )


class LeakyRelu(QuantizedUnary):
    """output = x if x > 0 else alpha * x, for any alpha; float32, int8, int16."""

    name = "LEAKY_RELU"
    options = "LeakyReluOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        alpha = node.attributes["alpha"]
        if not abs(alpha) <= _GREATEST_SLOPE:
            refuse(node, f"its slope alpha is {alpha:g}")
        super().check(graph, node)

    def check_scales(self, graph: Graph, node: Node) -> None:
        c = constants(graph, node)
        check_shift(node, c.identity, c.slope)

    def plain(self, x: Array, node: Node) -> Array:
        return np.where(x > 0, x, x * np.float32(node.attributes["alpha"]))

    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        c = constants(graph, node)
        differences = values - c.input_zero_point
        below = rescale_array(differences, *c.slope) * (-1 if c.negative else 1)
        above = rescale_array(differences, *c.identity)
        return np.where(differences >= 0, above, below) + c.output_zero_point


OPERATOR = LeakyRelu()
