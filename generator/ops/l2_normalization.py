"""L2_NORMALIZATION: each vector along the last axis divided by its length."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._convolution import check_zero_points
from generator.ops._layout import check_moved, check_output
from generator.ops._operator import (
    Operator,
    check_counts,
    check_per_tensor,
    check_rank,
    refuse,
)
from generator.quantization import INT32_MAX, high_multiply, rescale

# Shorter real vectors are divided by this. Source: TensorFlow Lite Micro, `L2NormEval`.
SHORTEST = 1e-6
# Outputs are multiples of 2**-7: their scale is 1/128.
OUTPUT_BITS = 7


def inverse_root(square: int) -> tuple[int, int]:
    """1 / sqrt(square) as (multiplier, shift), multiplier * 2**(shift - 31), shift at most 0.

    0 is taken for 1. Five Newton steps x * (3 - square * x**2) / 2 from 1, with 3 integer bits.
    Source: TensorFlow Lite, `GetInvSqrtQuantizedMultiplierExp`.
    """
    if square <= 1:
        return INT32_MAX, 0
    right = 11
    while square >= 1 << 29:
        square //= 4
        right += 1
    pairs = (32 - square.bit_length() - 1) // 2 - 1
    right -= pairs
    half = _half((square << (2 * pairs)) >> 1)
    x = 1 << 28
    for _ in range(5):
        cube = high_multiply(high_multiply(x, x), x) << 6
        x = (high_multiply((1 << 28) + (1 << 27), x) - high_multiply(half, cube)) << 3
    root = high_multiply(x, 1518500250)  # sqrt(2) / 2 as a fraction of 2**31
    return (root << -right, 0) if right < 0 else (root, -right)


def _half(value: int) -> int:
    """value / 2 for a value of 0 or more, rounded half up."""
    return (value + 1) >> 1


class L2Normalization(Operator):
    """Input: float32 or int8 of at most 4 dimensions. Output: the same shape and dtype.

    int8 output has the scale 1/128 and the zero point 0.
    Source: TensorFlow Lite, `reference_integer_ops::L2Normalization`.
    """

    name = "L2_NORMALIZATION"
    options = "L2NormOptions"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_rank(node, given, 1, 2, 3, 4)
        check_moved(graph, node, 0, self.dtypes)
        check_output(graph, node, given.shape)
        if node.attributes["activation"] != "NONE":
            refuse(node, f"the fused activation {node.attributes['activation']} is not supported")
        if given.dtype.kind == "i":
            check_per_tensor(node, given, output)
            check_zero_points(node, given, output)
            if output.affine.scale != 1 / 128 or output.affine.zero_point != 0:
                refuse(node, f"tensor {output} has not the scale 1/128 and the zero point 0")
            if given.shape[-1] * 255 * 255 > INT32_MAX:
                refuse(node, f"the squares of {given.shape[-1]} elements may exceed 32 bits")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        rows = inputs[0].reshape(-1, inputs[0].shape[-1])
        if inputs[0].dtype.kind == "f":
            squares = np.zeros(len(rows), np.float32)
            for column in rows.T:
                squares += column * column
            lengths = np.maximum(np.sqrt(squares), np.float32(SHORTEST))
            return ((rows / lengths[:, None]).reshape(inputs[0].shape),)
        centered = rows.astype(np.int64) - graph.input_tensor(node, 0).affine.zero_point
        result = np.array([_normalized([int(v) for v in row]) for row in centered], np.int8)
        return (result.reshape(inputs[0].shape),)


def _normalized(row: list[int]) -> list[int]:
    multiplier, shift = inverse_root(sum(value * value for value in row))
    scaled = (rescale(value, multiplier, shift + OUTPUT_BITS) for value in row)
    return [max(-128, min(127, value)) for value in scaled]


OPERATOR = L2Normalization()
