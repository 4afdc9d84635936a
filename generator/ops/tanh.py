"""TANH: the hyperbolic tangent."""

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops import _fixed_sigmoid, _sigmoid
from generator.ops._sigmoid_scale import check_16bit, check_output_scale, input_scale
from generator.ops._unary import QuantizedUnary


def scale_16bit(graph: Graph, node: Node) -> tuple[int, int]:
    """(multiplier, right shift) from an int16 input to the table's steps."""
    return input_scale(graph.input_tensor(node, 0).affine.scale, most_doublings=1)


class Tanh(QuantizedUnary):
    """output = tanh(x); float32, int8 to multiples of 1/128, int16 to those of 1/32768."""

    name = "TANH"
    dtypes = ("int8", "int16", "float32")

    def check_scales(self, graph: Graph, node: Node) -> None:
        output = graph.output_tensor(node)
        if output.dtype == np.int16:
            check_16bit(graph, node)
        else:
            check_output_scale(node, output, -7, 0)

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.tanh(x)

    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        given = graph.input_tensor(node, 0)
        if given.dtype == np.int16:
            return _sigmoid.tanh(_sigmoid.scaled_input(values, *scale_16bit(graph, node)))
        before = given.affine
        return _fixed_sigmoid.stored(
            values, before.scale, before.zero_point, _fixed_sigmoid.tanh, shift=31 - 7
        )


OPERATOR = Tanh()
