"""LOGISTIC: the sigmoid function."""

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops import _fixed_sigmoid, _sigmoid
from generator.ops._sigmoid_scale import check_16bit, check_output_scale, input_scale
from generator.ops._unary import QuantizedUnary

# Below this e^x is taken for the sigmoid, as TensorFlow Lite does.
_SMALL = -9.0


def scale_16bit(graph: Graph, node: Node) -> tuple[int, int]:
    """(multiplier, right shift) from an int16 input to the table's steps."""
    return input_scale(graph.input_tensor(node, 0).affine.scale, most_doublings=0)


class Logistic(QuantizedUnary):
    """output = 1 / (1 + e^-x); float32, int8 to multiples of 1/256, int16 to those of 1/32768."""

    name = "LOGISTIC"
    dtypes = ("int8", "int16", "float32")

    def check_scales(self, graph: Graph, node: Node) -> None:
        output = graph.output_tensor(node)
        if output.dtype == np.int16:
            check_16bit(graph, node)
        else:
            check_output_scale(node, output, -8, -128)

    def plain(self, x: Array, node: Node) -> Array:
        del node
        whole = np.float32(1) / (np.float32(1) + np.exp(-x))
        return np.where(x < _SMALL, np.exp(x), whole)

    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        given = graph.input_tensor(node, 0)
        if given.dtype == np.int16:
            return _sigmoid.sigmoid(_sigmoid.scaled_input(values, *scale_16bit(graph, node)))
        before = given.affine
        fractions = _fixed_sigmoid.stored(
            values, before.scale, before.zero_point, _fixed_sigmoid.sigmoid, shift=31 - 8
        )
        return fractions - 128


OPERATOR = Logistic()
