"""SIGNAL_FILTER_BANK_LOG: natural logarithms as multiples of 1 / output_scale"""

import math
from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_counts
from generator.ops._signal import INT32_MAX, channels, check_number, check_vector, number

# How far log2(1 + x) is above x, in 2^-16, for x in steps of 1/128. Equals `kLogLut`.
TABLE: Array = np.array(
    [round(65536 * (math.log2(1 + i / 128) - i / 128)) for i in range(129)], np.uint16
)
# ln(2) in 2^-16.
LN_2 = 45426


class SignalFilterBankLog(Operator):
    """output[i] = ln(input[i] << input_correction_bits) * output_scale, at most 32767; 0 below 2.

    Input: (channels,) of uint32. Output: (channels,) of int16. Source: TensorFlow Lite Micro,
    `signal/src/log.cc`.
    """

    name = "SIGNAL_FILTER_BANK_LOG"
    custom_code = "SignalFilterBankLog"
    dtypes = ("uint32",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        check_vector(node, graph.input_tensor(node, 0), "uint32")
        check_vector(node, graph.output_tensor(node), "int16", channels(graph, node))
        check_number(node, "input_correction_bits", 0, 31)
        check_number(node, "output_scale", 0, INT32_MAX)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        bits, scale = number(node, "input_correction_bits"), number(node, "output_scale")
        raised = [int(value) << bits & 0xFFFFFFFF for value in inputs[0]]
        return (np.array([_scaled_log(value, scale) for value in raised], np.int16),)


def _scaled_log(value: int, scale: int) -> int:
    """Of a value of 32 bits; the product with the scale wraps there too."""
    if value <= 1:
        return 0
    whole = value.bit_length() - 1
    fraction = (value << 16 >> whole) - (1 << 16)
    low, high = (int(entry) for entry in TABLE[fraction >> 9 : (fraction >> 9) + 2])
    log2 = (whole << 16) + fraction + low + ((high - low) * (fraction & 511) >> 16)
    natural = LN_2 * log2 + 32768 >> 16
    return min((scale * natural + 32768 & 0xFFFFFFFF) >> 16, 32767)


OPERATOR = SignalFilterBankLog()
