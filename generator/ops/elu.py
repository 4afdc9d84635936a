"""ELU: an exponential below 0."""

import math

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._unary import QuantizedUnary
from generator.quantization import INT32_MAX, INT32_MIN, round_half_away


class Elu(QuantizedUnary):
    """output = x if x >= 0 else e^x - 1; float32 and int8.

    Source: TensorFlow Lite Micro, elu.cc, `PopulateLookupTable`: int8 by way of float32.
    """

    name = "ELU"
    dtypes = ("int8", "float32")

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.where(x < 0, np.expm1(x), x)

    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        given, output = graph.input_tensor(node, 0).affine, graph.output_tensor(node).affine
        per_unit = np.float32(1) / np.float32(output.scale)
        real = np.float32(given.scale) * (values - given.zero_point).astype(np.float32)
        steps = [round_half_away(float(_elu(x) * per_unit)) for x in real.ravel()]
        bounded = np.clip(np.array(steps, object), INT32_MIN, INT32_MAX).astype(np.int64)
        return np.asarray(bounded.reshape(values.shape) + output.zero_point)


def _elu(x: np.float32) -> np.float32:
    """In float32, from an exponential that is rounded once."""
    return np.float32(math.exp(x)) - np.float32(1) if x < 0 else x


OPERATOR = Elu()
