"""HARD_SWISH: x * relu6(x + 3) / 6."""

from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import refuse
from generator.ops._unary import QuantizedUnary
from generator.quantization import quantize_multiplier, rounding_shift

_INT16_MIN, _INT16_MAX = -(2**15), 2**15 - 1
# Differences to the zero point have 9 bits; so many more fill 16.
_SPARE_BITS = 7


@dataclass(frozen=True)
class SwishConstants:
    """Pairs of a 16-bit multiplier and a shift: to the output; of x / 3 to 15 fraction bits."""

    output: tuple[int, int]
    third: tuple[int, int]


def constants(graph: Graph, node: Node) -> SwishConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `HardSwishPrepare`, in float32."""
    given = np.float32(graph.input_tensor(node, 0).affine.scale)
    fine = np.float32(1 / 128) * given
    output = np.float32(graph.output_tensor(node).affine.scale)
    third = np.float32(3) / np.float32(32768)
    return SwishConstants(_narrow(float(fine / output)), _narrow(float(fine / third)))


def _narrow(real: float) -> tuple[int, int]:
    """A factor as (multiplier, shift), the multiplier with 15 fraction bits."""
    multiplier, shift = quantize_multiplier(real)
    return min((multiplier + (1 << 15)) >> 16, _INT16_MAX), shift


class HardSwish(QuantizedUnary):
    """output = x * min(max(x + 3, 0), 6) / 6; float32 and int8.

    Source: TensorFlow Lite, `reference_ops::HardSwish` for quantised types.
    """

    name = "HARD_SWISH"
    dtypes = ("int8", "float32")

    def check_scales(self, graph: Graph, node: Node) -> None:
        c = constants(graph, node)
        if not -15 <= c.output[1] <= 0:
            refuse(node, "the scales of input and output lie too far apart")
        if not -15 <= c.third[1] <= 30:
            refuse(node, "the input's scale is too small or too large to compute x / 3 by")

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(x * np.clip(x + np.float32(3), 0, 6) / np.float32(6))

    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        given, output = graph.input_tensor(node, 0).affine, graph.output_tensor(node).affine
        c = constants(graph, node)
        swish = {int(v): _swish(int(v) - given.zero_point, c) for v in np.unique(values)}
        shifted = np.vectorize(swish.__getitem__, otypes=[np.int64])(values) + output.zero_point
        # TensorFlow Lite Micro adds the zero point in 16 bits, where the greatest sums wrap.
        return np.asarray(shifted.astype(np.int16), np.int64)


def _swish(difference: int, c: SwishConstants) -> int:
    """One output less its zero point, of an input less its own."""
    fine = difference << _SPARE_BITS
    factor = (_third(fine, *c.third) + (1 << 15)) >> 1
    product = _truncated_product(factor, _product(fine, c.output[0]))
    return rounding_shift(product, -c.output[1])


def _third(fine: int, multiplier: int, shift: int) -> int:
    """x / 3 between -1 and 1 with 15 fraction bits; the last bit of a left shift comes last."""
    if shift > 0:
        return _saturate(_product(_saturate(fine << (shift - 1)), multiplier) << 1)
    return rounding_shift(_product(fine, multiplier), -shift)


def _product(a: int, b: int) -> int:
    """a * b / 2**15 of 16 bits each, rounded half away from zero."""
    product = a * b
    nudged = product + (1 << 14 if product >= 0 else 1 - (1 << 14))
    return _saturate(_truncated(nudged))


def _truncated_product(a: int, b: int) -> int:
    return _saturate(_truncated(a * b))


def _truncated(value: int) -> int:
    """value / 2**15, rounded towards zero."""
    return value >> 15 if value >= 0 else -(-value >> 15)


def _saturate(value: int) -> int:
    return max(_INT16_MIN, min(_INT16_MAX, value))


OPERATOR = HardSwish()
