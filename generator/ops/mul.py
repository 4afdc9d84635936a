"""MUL: the product of two tensors that broadcast against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import check_binary, operands
from generator.ops._element_wise import (
    activated,
    check_activation,
    check_quantized,
    check_shift,
    check_symmetric,
    is_quantized,
    shaped,
)
from generator.ops._operator import Operator
from generator.quantization import activation_range, quantize_multiplier, rescale_array


@dataclass(frozen=True)
class ProductConstants:
    """output = output zero point + rescale((a - zero point) * (b - zero point))."""

    zero_points: tuple[int, int]
    scale: tuple[int, int]
    output_zero_point: int
    minimum: int
    maximum: int


def constants(graph: Graph, node: Node) -> ProductConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `CalculateOpDataMul`."""
    first, second, output = operands(graph, node)
    real = first.affine.scale * second.affine.scale / output.affine.scale
    return ProductConstants(
        (first.affine.zero_point, second.affine.zero_point),
        quantize_multiplier(real),
        output.affine.zero_point,
        *activation_range(node.attributes["activation"], output.affine, output.dtype),
    )


class Mul(Operator):
    """output = activation(a * b); int8, int16 with zero point 0, int32 that wraps, float32."""

    name = "MUL"
    options = "MulOptions"
    dtypes = ("int8", "int16", "int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_binary(graph, node, *self.dtypes)
        check_activation(node)
        tensors = operands(graph, node)
        if is_quantized(tensors[2]):
            check_quantized(node, *tensors)
            check_symmetric(node, *tensors)
            check_shift(node, constants(graph, node).scale)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        if not is_quantized(graph.output_tensor(node)):
            product = activated(inputs[0] * inputs[1], node.attributes["activation"])
            return shaped(product, graph, node)
        c = constants(graph, node)
        first, second = (
            values.astype(np.int64) - zero_point
            for values, zero_point in zip(inputs, c.zero_points, strict=True)
        )
        scaled = rescale_array(first * second, *c.scale) + c.output_zero_point
        return shaped(np.clip(scaled, c.minimum, c.maximum), graph, node)


OPERATOR = Mul()
