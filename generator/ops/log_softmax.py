"""LOG_SOFTMAX: the logarithm of SOFTMAX, along the last axis."""

from collections.abc import Sequence

import numpy as np

from generator.fixed_point import log_of_at_least_one
from generator.graph import Array, Graph, Node, Tensor
from generator.ops._convolution import check_zero_points
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_shape,
    refuse,
)
from generator.ops._softmax import (
    DIFFERENCE_BITS,
    SUM_BITS,
    check_rows,
    check_table,
    difference_scale,
    exponentials,
    radius,
    scaled_differences,
)
from generator.quantization import INT32_MIN, quantize_multiplier, rescale, rounding_shift

# The output's scale is 16/256 and 127 stands for 0.0: from Q5.26, this many bits too many.
OUTPUT_SHIFT = 31 - DIFFERENCE_BITS - 4
_OUTPUT_SCALE, _OUTPUT_ZERO_POINT = 16.0 / 256.0, 127


def reverse_scale(real_scale: float) -> tuple[int, int]:
    """(multiplier, shift) from Q5.26 back to stored differences.

    Source: TensorFlow Lite, `PreprocessLogSoftmaxScalingExp`.
    """
    multiplier, left_shift = difference_scale(real_scale)
    return quantize_multiplier((1 << (31 - left_shift)) / multiplier)


def first_infinite(real_scale: float) -> int:
    """The least difference to the maximum that comes out as minus infinity in every row."""
    return radius(difference_scale(real_scale)[1]) + 1


def _row_int8(values: Array, real_scale: float) -> list[int]:
    exps, scaled = exponentials(real_scale), scaled_differences(real_scale)
    distances = [int(values.max()) - int(value) for value in values]
    total = sum(rounding_shift(exps[d], SUM_BITS) for d in distances if d < len(exps))
    log_sum = log_of_at_least_one(total)
    nearest = rescale(log_sum + INT32_MIN, *reverse_scale(real_scale))
    end = min(first_infinite(real_scale), -nearest)
    return [
        max(-128, min(127, rounding_shift(scaled[d] - log_sum, OUTPUT_SHIFT) + 127))
        if d < end
        else -128
        for d in distances
    ]


def _row_float(values: Array) -> Array:
    shifted = values.astype(np.float64) - values.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))


class LogSoftmax(Operator):
    """Input: int8 or float32. Output: the same type and shape; int8 has scale 16/256, zero 127.

    Source: TensorFlow Lite, `reference_ops::LogSoftmax`.
    """

    name = "LOG_SOFTMAX"
    options = "LogSoftmaxOptions"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, *self.dtypes)
        check_dtype(node, output, given.dtype.name)
        check_shape(node, output, given.shape)
        check_rows(node, given)
        if given.dtype.kind != "f":
            self._check_scales(node, given, output)

    def _check_scales(self, node: Node, given: Tensor, output: Tensor) -> None:
        check_per_tensor(node, given, output)
        check_zero_points(node, given, output)
        after = output.affine
        if after.scale != _OUTPUT_SCALE or after.zero_point != _OUTPUT_ZERO_POINT:
            refuse(node, f"tensor {output} must have the scale 1/16 and the zero point 127")
        check_table(node, given, given.affine.scale)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        given = graph.input_tensor(node, 0)
        rows = inputs[0].reshape(-1, inputs[0].shape[-1])
        results: list[Array] | list[list[int]]
        if given.dtype.kind == "f":
            results = [_row_float(row) for row in rows]
        else:
            results = [_row_int8(row, given.affine.scale) for row in rows]
        return (np.array(results, given.dtype).reshape(inputs[0].shape),)


OPERATOR = LogSoftmax()
