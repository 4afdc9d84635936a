"""ABS: the value without its sign."""

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._element_wise import check_shift, check_symmetric
from generator.ops._unary import QuantizedUnary
from generator.quantization import quantize_multiplier, rescale_array


def scale(graph: Graph, node: Node) -> tuple[int, int]:
    """(multiplier, shift) from the input's to the output's scale.

    Source: TensorFlow Lite Micro, `SetAbsOutputMultiplier`.
    """
    given = graph.input_tensor(node, 0).affine
    return quantize_multiplier(given.scale / graph.output_tensor(node).affine.scale)


class Abs(QuantizedUnary):
    """output = |x|; float32, int8, int16 with zero point 0, int16 without a scale that wraps."""

    name = "ABS"
    dtypes = ("int8", "int16", "float32")

    def by_scale(self, given: Tensor) -> bool:
        plain_int16 = given.dtype == np.int16 and given.quantization is None
        return super().by_scale(given) and not plain_int16

    def check_scales(self, graph: Graph, node: Node) -> None:
        check_symmetric(node, graph.input_tensor(node, 0), graph.output_tensor(node))
        check_shift(node, scale(graph, node))

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.abs(x)

    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        size = np.abs(values - graph.input_tensor(node, 0).affine.zero_point)
        scaled = rescale_array(size, *scale(graph, node))
        return scaled + graph.output_tensor(node).affine.zero_point


OPERATOR = Abs()
