"""DEQUANTIZE: stored integers, or float16 weights, to the real numbers that they stand for."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._convolution import check_zero_points
from generator.ops._operator import (
    Operator,
    check_constant,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_shape,
    refuse,
)
from generator.quantization import dtype_range


class Dequantize(Operator):
    """Input: int8, uint8 or int16 with one scale or one for each channel; or constant float16.

    Output: float32 of the same shape: scale * (stored - zero point), rounded once.
    """

    name = "DEQUANTIZE"
    dtypes = ("int8", "uint8", "int16", "float16")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, *self.dtypes)
        check_dtype(node, output, "float32")
        check_shape(node, output, given.shape)
        if given.dtype.kind == "f":
            check_constant(node, given)
        elif given.quantization is not None and given.quantization.per_channel:
            _check_channels(node, given)
        else:
            check_per_tensor(node, given)
            check_zero_points(node, given)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        if inputs[0].dtype.kind == "f":
            return (inputs[0].astype(np.float32),)
        quantization = graph.input_tensor(node, 0).affine
        shape = [1] * inputs[0].ndim
        if quantization.per_channel:
            shape[quantization.axis] = -1
        scales = np.array(quantization.scales).reshape(shape)
        zero_points = np.array(quantization.zero_points).reshape(shape)
        with np.errstate(over="ignore"):
            return ((scales * (inputs[0] - zero_points)).astype(np.float32),)


def _check_channels(node: Node, tensor: Tensor) -> None:
    quantization = tensor.affine
    fits = 0 <= quantization.axis < len(tensor.shape)
    if not fits or tensor.shape[quantization.axis] != len(quantization.scales):
        count = len(quantization.scales)
        refuse(node, f"tensor {tensor} has {count} scales along axis {quantization.axis}")
    if any(not 0.0 <= scale < float("inf") for scale in quantization.scales):
        refuse(node, f"tensor {tensor} has a scale that is negative or not a number")
    low, high = dtype_range(tensor.dtype)
    if any(not low <= zero_point <= high for zero_point in quantization.zero_points):
        refuse(node, f"tensor {tensor} has a zero point outside of its type")


OPERATOR = Dequantize()
