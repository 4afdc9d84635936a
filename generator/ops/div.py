"""DIV: the quotient of two tensors that broadcast against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.fixed_point import reciprocal_of_one_plus
from generator.graph import Array, Graph, Node
from generator.ops._binary import check_binary, operands
from generator.ops._element_wise import (
    activated,
    check_activation,
    check_quantized,
    check_unscaled,
    is_quantized,
    shaped,
)
from generator.ops._operator import Operator, refuse
from generator.quantization import (
    activation_range,
    high_multiply,
    quantize_multiplier,
    rounding_shift,
)

# A dividend of 9 bits leaves at least so many bits of a word unused.
_LEAST_HEADROOM = 23


@dataclass(frozen=True)
class QuotientConstants:
    """output = output zero point + rescale((a - zero point) / (b - zero point))."""

    zero_points: tuple[int, int]
    scale: tuple[int, int]
    output_zero_point: int
    minimum: int
    maximum: int


def constants(graph: Graph, node: Node) -> QuotientConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `CalculateOpDataDiv`."""
    first, second, output = operands(graph, node)
    return QuotientConstants(
        (first.affine.zero_point, second.affine.zero_point),
        quantize_multiplier(first.affine.scale / (second.affine.scale * output.affine.scale)),
        output.affine.zero_point,
        *activation_range(node.attributes["activation"], output.affine, output.dtype),
    )


def stored_quotient(a: int, b: int, c: QuotientConstants) -> int:
    """One output for differences a and b to the zero points; by zero it goes to the a's side.

    The reciprocal of |b| and the dividend are used with all the bits that 32 have room for.
    Source: TensorFlow Lite, `DivElementwise`. Shifts of 32 and more, where that shifts by their
    lowest five bits, give what they should: nothing is left of the quotient.
    """
    if b == 0:
        return c.maximum if a > 0 else c.minimum if a < 0 else c.output_zero_point
    if b < 0:
        a, b = -a, -b
    headroom = 31 - max(a, ~a).bit_length()
    reciprocal = reciprocal_of_one_plus((b << (32 - b.bit_length())) - 2**31)
    quotient = high_multiply(high_multiply(a << headroom, reciprocal), c.scale[0])
    shift = b.bit_length() - 1 + headroom - c.scale[1]
    scaled = 0 if shift > 31 else rounding_shift(quotient, shift)
    return max(c.minimum, min(c.maximum, scaled + c.output_zero_point))


class Div(Operator):
    """output = activation(a / b); int8, int32 that rounds towards zero, float32.

    By zero: int8 saturates, int32 gives 0 as the divider of Arm's cores does, float32 the greatest
    number that there is.
    """

    name = "DIV"
    options = "DivOptions"
    dtypes = ("int8", "int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_binary(graph, node, *self.dtypes)
        check_activation(node)
        first, second, output = operands(graph, node)
        if is_quantized(output):
            check_quantized(node, first, second, output)
            if constants(graph, node).scale[1] > _LEAST_HEADROOM:
                refuse(node, "the output's scale is too small against the ratio of the inputs'")
        elif output.dtype == np.int32:
            check_unscaled(node, first, second)
        zero = second.affine.zero_point if is_quantized(output) else 0
        if second.is_constant and np.any(second.value == zero):
            refuse(node, f"the divisor {second} has a zero in it")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        activation = node.attributes["activation"]
        if is_quantized(graph.output_tensor(node)):
            c = constants(graph, node)
            wide = (v.astype(object) - z for v, z in zip(inputs, c.zero_points, strict=True))
            divide = np.frompyfunc(lambda a, b: stored_quotient(a, b, c), 2, 1)
            return shaped(divide(*wide), graph, node)
        if inputs[0].dtype == np.int32:
            return shaped(activated(truncated_quotient(*inputs), activation), graph, node)
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient = inputs[0] / inputs[1]
        limit = np.finfo(np.float32).max
        return shaped(activated(np.clip(quotient, -limit, limit), activation), graph, node)


def truncated_quotient(a: Array, b: Array) -> Array:
    """int32 a / b rounded towards zero, 0 where b is 0, wrapped where it does not fit."""
    wide_a, wide_b = a.astype(np.int64), b.astype(np.int64)
    size = np.abs(wide_a) // np.maximum(np.abs(wide_b), 1)
    quotient = np.where(wide_b == 0, 0, np.sign(wide_a) * np.sign(wide_b) * size)
    return quotient.astype(np.int32)


OPERATOR = Div()
