"""SIGNAL_FILTER_BANK_SQUARE_ROOT: rounded square roots, shifted down"""

import math
from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_counts, check_dtype, check_shape
from generator.ops._signal import channels, check_vector


def _rounded_root(value: int) -> int:
    root = math.isqrt(value)
    greatest = 2**16 - 1 if value < 2**32 else 2**32 - 1
    return root + (value - root * root > root and root != greatest)


class SignalFilterBankSquareRoot(Operator):
    """output[i] = round(sqrt(input[i])) >> scale_bits.

    Inputs: (channels,) of uint64; scale_bits, an int32 scalar, 0 to 31. Output: (channels,) of
    uint32. A root of 2^16 or 2^32 stays one below. Source: TensorFlow Lite Micro,
    `signal/src/square_root_64.cc`.
    """

    name = "SIGNAL_FILTER_BANK_SQUARE_ROOT"
    custom_code = "SignalFilterBankSquareRoot"
    dtypes = ("uint64",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        check_vector(node, graph.input_tensor(node, 0), "uint64")
        bits = graph.input_tensor(node, 1)
        check_dtype(node, bits, "int32")
        check_shape(node, bits, ())
        check_vector(node, graph.output_tensor(node), "uint32", channels(graph, node))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        values, bits = inputs
        roots = [_rounded_root(int(value)) >> (int(bits) & 31) for value in values]
        return (np.array(roots, np.uint32),)


OPERATOR = SignalFilterBankSquareRoot()
