"""RSQRT: one over the square root."""

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_shift
from generator.ops._unary import QuantizedUnary
from generator.ops.l2_normalization import inverse_root
from generator.quantization import dtype_range, quantize_multiplier, rescale

# Fraction bits of 1 / sqrt(x) before it is brought to the output's scale.
_FRACTION_BITS = 20


def scale(graph: Graph, node: Node) -> tuple[int, int]:
    """(multiplier, shift) for 1 / (sqrt(input scale) * output scale).

    Source: TensorFlow Lite Micro, `SetRsqrtOutputMultiplier`, its product in float32.
    """
    given = np.sqrt(np.float32(graph.input_tensor(node, 0).affine.scale))
    return quantize_multiplier(
        1.0 / float(given * np.float32(graph.output_tensor(node).affine.scale))
    )


class Rsqrt(QuantizedUnary):
    """output = 1 / sqrt(x), float32 and int8; int8 at 0 and below gives the greatest output."""

    name = "RSQRT"
    dtypes = ("int8", "float32")

    def check_scales(self, graph: Graph, node: Node) -> None:
        check_shift(node, scale(graph, node))

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.float32(1) / np.sqrt(x))

    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        differences = values - graph.input_tensor(node, 0).affine.zero_point
        roots = {int(d): self._root(int(d), graph, node) for d in np.unique(differences)}
        return np.asarray(np.vectorize(roots.__getitem__, otypes=[np.int64])(differences))

    def _root(self, difference: int, graph: Graph, node: Node) -> int:
        output = graph.output_tensor(node)
        if difference <= 0:
            return dtype_range(output.dtype)[1]
        root, shift = inverse_root(difference)
        fraction = rescale(1, root, _FRACTION_BITS + shift)
        multiplier, exponent = scale(graph, node)
        return rescale(fraction, multiplier, exponent - _FRACTION_BITS) + output.affine.zero_point


OPERATOR = Rsqrt()
