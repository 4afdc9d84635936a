"""RELU and its kin: values between bounds, brought to the output's scale."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import activated, check_shift, check_symmetric
from generator.ops._unary import QuantizedUnary
from generator.quantization import activation_range, quantize_multiplier, rescale_array


@dataclass(frozen=True)
class ReluConstants:
    """output = clamp(output zero point + rescale(input - input zero point))."""

    input_zero_point: int
    scale: tuple[int, int]
    output_zero_point: int
    minimum: int
    maximum: int

    @property
    def keeps_values(self) -> bool:
        """Whether input and output mean the same by a stored value."""
        return self.scale == (1 << 30, 1) and self.input_zero_point == self.output_zero_point


def constants(graph: Graph, node: Node) -> ReluConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `CalculateReluOpData`."""
    given, output = graph.input_tensor(node, 0).affine, graph.output_tensor(node)
    return ReluConstants(
        given.zero_point,
        quantize_multiplier(given.scale / output.affine.scale),
        output.affine.zero_point,
        *activation_range(node.op, output.affine, output.dtype),
    )


class Relu(QuantizedUnary):
    """output = x clamped as the activation of the same name; float32, int8, int16 around 0."""

    dtypes: ClassVar[tuple[str, ...]] = ("int8", "int16", "float32")

    def check_scales(self, graph: Graph, node: Node) -> None:
        check_symmetric(node, graph.input_tensor(node, 0), graph.output_tensor(node))
        check_shift(node, constants(graph, node).scale)

    def plain(self, x: Array, node: Node) -> Array:
        return activated(x, node.op)

    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        c = constants(graph, node)
        scaled = rescale_array(values - c.input_zero_point, *c.scale) + c.output_zero_point
        return np.asarray(np.clip(scaled, c.minimum, c.maximum))
