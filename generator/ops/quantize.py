"""QUANTIZE: real numbers to stored integers, or integers of one scale to another."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._convolution import check_factor, check_zero_points
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_shape,
    refuse,
)
from generator.quantization import dtype_range, quantize_multiplier, rescale_array

# The conversions that TensorFlow Lite Micro has, from each dtype.
CONVERSIONS = {
    "float32": ("int8", "int16"),
    "int8": ("int8", "uint8", "int16", "int32"),
    "uint8": ("int8",),
    "int16": ("int8", "int16", "int32"),
    "int32": ("int8", "int16"),
}


def multiplier(graph: Graph, node: Node) -> tuple[int, int]:
    """(multiplier, shift) from the input's to the output's scale, for integer inputs."""
    return quantize_multiplier(_factor(graph, node))


def _factor(graph: Graph, node: Node) -> float:
    before = graph.input_tensor(node, 0).affine
    return before.scale / graph.output_tensor(node).affine.scale


class Quantize(Operator):
    """Input: float32, or integers with one scale. Output: integers with one scale, same shape.

    Reals: zero point + round half away from zero (real / scale), the division in float32.
    Source: TensorFlow Lite, `AffineQuantize` and `Requantize`.
    """

    name = "QUANTIZE"
    dtypes = ("float32", "int8", "uint8", "int16", "int32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, *CONVERSIONS)
        if output.dtype.name not in CONVERSIONS[given.dtype.name]:
            refuse(node, f"from {given} to {output} is not supported")
        _check_scale(node, output)
        if given.dtype.kind != "f":
            _check_scale(node, given)
            check_factor(node, output, _factor(graph, node))
        check_shape(node, output, given.shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        output = graph.output_tensor(node)
        after = output.affine
        low, high = dtype_range(output.dtype)
        if inputs[0].dtype.kind == "f":
            with np.errstate(over="ignore"):
                ratio = (inputs[0] / np.float32(after.scale)).astype(np.float64)
            steps = np.sign(ratio) * np.floor(np.abs(ratio) + 0.5)
        else:
            shifted = inputs[0].astype(np.int64) - graph.input_tensor(node, 0).affine.zero_point
            factor, shift = multiplier(graph, node)
            steps = rescale_array(shifted, factor, shift)
        return (np.asarray(np.clip(steps + after.zero_point, low, high), output.dtype),)


def _check_scale(node: Node, tensor: Tensor) -> None:
    check_per_tensor(node, tensor)
    check_zero_points(node, tensor)
    if tensor.dtype.name == "int32" and tensor.affine.zero_point:
        refuse(node, f"tensor {tensor} has a zero point, which 32-bit numbers must not have")


OPERATOR = Quantize()
