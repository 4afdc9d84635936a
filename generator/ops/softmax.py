"""SOFTMAX: exp(beta * x) over the sum of them, along the last axis."""

import math
from collections.abc import Sequence

import numpy as np

from generator.fixed_point import reciprocal_of_one_plus
from generator.graph import Array, Graph, Node, Tensor
from generator.interpolation import Real, interpolate, interpolation_table
from generator.ops._convolution import check_factor, check_zero_points
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_shape,
    refuse,
)
from generator.ops._softmax import SUM_BITS, check_rows, check_table, exponentials
from generator.quantization import (
    dtype_range,
    high_multiply,
    quantize_multiplier,
    rescale_array,
    rounding_shift,
)

# The outputs of each input type, and their scale and zero point: all of [0, 1), or [-1, 1).
_OUTPUTS = {
    ("int8", "int8"): (2.0**-8, -128),
    ("int8", "int16"): (2.0**-16, -32768),
    ("int16", "int16"): (2.0**-15, 0),
}
_SCALE_TOLERANCE = 0.001
# 16-bit differences are scaled such that 65535 stands for this, beyond which exp() is nothing.
_INT16_REACH = 10.0


def difference_scale(graph: Graph, node: Node) -> float:
    """What a difference of 1 between stored inputs stands for, beta counted in."""
    return float(node.attributes["beta"] * graph.input_tensor(node, 0).affine.scale)


def int16_multiplier(graph: Graph, node: Node) -> tuple[int, int]:
    """(multiplier, shift) from differences of int16 inputs to the exponential's table."""
    return quantize_multiplier(_int16_factor(graph, node))


def _int16_factor(graph: Graph, node: Node) -> float:
    return difference_scale(graph, node) / (_INT16_REACH / 65535.0)


def int16_tables() -> tuple[Array, Array]:
    """exp(x) for x in [-10, 0] and 1 / (1 + x) for x in [0, 1], for `interpolate`.

    Source: TensorFlow Lite Micro, `InitializeLutForInt16`.
    """

    def exponential(x: Real) -> Real:
        return Real(math.exp(x))

    def reciprocal(x: Real) -> Real:
        return Real(1) / (Real(1) + x)

    count = Real(65535)
    low, one = Real(_INT16_REACH) / count * -count, Real(1) / count * count
    return (
        interpolation_table(exponential, low, Real(0)),
        interpolation_table(reciprocal, Real(0), one),
    )


def _row_int8(values: Array, table: list[int], dtype: np.dtype[np.generic]) -> list[int]:
    low, high = dtype_range(dtype)
    distances = [int(values.max()) - int(value) for value in values]
    exps = [table[d] if d < len(table) else None for d in distances]
    total = sum(rounding_shift(e, SUM_BITS) for e in exps if e is not None)
    headroom = 32 - total.bit_length()
    scale = reciprocal_of_one_plus((total << headroom) - (1 << 31))
    exponent = SUM_BITS - headroom + 31 - 8 * dtype.itemsize
    return [
        low if e is None else min(high, rounding_shift(high_multiply(scale, e), exponent) + low)
        for e in exps
    ]


def _row_int16(values: Array, multiplier: tuple[int, int], tables: tuple[Array, Array]) -> Array:
    differences = values.astype(np.int64) - int(values.max())
    scaled = rescale_array(differences, *multiplier) + 32767
    exps = interpolate(np.clip(scaled, -32768, 32767), tables[0])
    total = int(exps.sum())
    headroom = 31 - total.bit_length()
    mantissa = ((total << headroom) + (1 << 13)) >> 14
    position = np.clip(np.array(mantissa - (1 << 15) - (1 << 16)), -32768, 32767)
    reciprocal = int(interpolate(position, tables[1]))
    shift = 30 - headroom
    rounded = (exps * reciprocal + (1 << (shift - 1))) >> shift
    return np.asarray(np.clip(rounded, 0, 32767))


def _row_float(values: Array, beta: float) -> Array:
    exps = np.exp((values.astype(np.float64) - values.max()) * beta)
    return np.asarray(exps / exps.sum())


class Softmax(Operator):
    """Input: int8, int16 (zero point 0) or float32. Output: of the same shape, in [0, 1].

    int8 to int8 (scale 1/256, zero point -128) or to int16 (1/65536, -32768); int16 to int16
    (1/32768, 0); float32 to float32.
    Source: TensorFlow Lite, `reference_ops::Softmax` and `SoftmaxInt16`.
    """

    name = "SOFTMAX"
    options = "SoftmaxOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, *self.dtypes)
        check_shape(node, output, given.shape)
        check_rows(node, given)
        if not math.isfinite(node.attributes["beta"]):
            refuse(node, f"beta is {node.attributes['beta']}")
        if given.dtype.kind == "f":
            check_dtype(node, output, "float32")
        else:
            self._check_scales(graph, node, given, output)

    def _check_scales(self, graph: Graph, node: Node, given: Tensor, output: Tensor) -> None:
        pair = (given.dtype.name, output.dtype.name)
        if pair not in _OUTPUTS:
            refuse(node, f"from {given} to {output} is not supported")
        check_per_tensor(node, given, output)
        check_zero_points(node, given, output)
        scale, zero_point = _OUTPUTS[pair]
        slack = 0.0 if pair == ("int8", "int8") else _SCALE_TOLERANCE
        after = output.affine
        if abs(after.scale - scale) > slack * scale or after.zero_point != zero_point:
            wanted = f"the scale 1/{1 / scale:g} and the zero point {zero_point}"
            refuse(node, f"tensor {output} must have {wanted}")
        if given.dtype.name == "int8":
            check_table(node, given, difference_scale(graph, node))
        else:
            self._check_int16(graph, node, given)

    def _check_int16(self, graph: Graph, node: Node, given: Tensor) -> None:
        if given.affine.zero_point:
            refuse(node, f"tensor {given} has a zero point, which 16-bit inputs must not have")
        factor = _int16_factor(graph, node)
        if not factor > 0.0:
            refuse(node, f"beta is {node.attributes['beta']:g}, not above zero")
        check_factor(node, given, factor)
        if given.shape[-1] >= 2**15:
            refuse(node, f"tensor {given} has too many values in a row")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        rows = inputs[0].reshape(-1, inputs[0].shape[-1])
        results: list[Array] | list[list[int]]
        if given.dtype.kind == "f":
            results = [_row_float(row, node.attributes["beta"]) for row in rows]
        elif given.dtype.name == "int16":
            multiplier, tables = int16_multiplier(graph, node), int16_tables()
            results = [_row_int16(row, multiplier, tables) for row in rows]
        else:
            table = exponentials(difference_scale(graph, node))
            results = [_row_int8(row, table, output.dtype) for row in rows]
        return (np.array(results, output.dtype).reshape(inputs[0].shape),)


OPERATOR = Softmax()
