"""SIGNAL_PCAN: per-channel gain control: each channel over its own noise"""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_constant, check_counts, refuse
from generator.ops._signal import channels, check_number, check_vector, number

# The three values below 3, and four for each further power of two of 32 bits but one.
_GAINS = 125


class SignalPCAN(Operator):
    """snr = input * gain(noise) >> snr_shift, 12 fractional bits; output = shrink(snr), 6 of them.

    shrink(x) = x^2 / 4 below 2 and x - 1 from there on. Inputs: channels and noise (channels,) of
    uint32; constant gain table (125,) of int16: for each power of two a value and the coefficients
    of a parabola. Output: (channels,) of uint32. Option snr_shift: 0 to 63. Source: TensorFlow
    Lite Micro, `signal/src/pcan_argc_fixed.cc`.
    """

    name = "SIGNAL_PCAN"
    custom_code = "SignalPCAN"
    dtypes = ("uint32",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (3, 3))
        count = channels(graph, node)
        gains = graph.input_tensor(node, 2)
        check_vector(node, graph.input_tensor(node, 0), "uint32")
        check_vector(node, graph.input_tensor(node, 1), "uint32", count)
        check_vector(node, gains, "int16")
        check_constant(node, gains)
        if gains.size < _GAINS:
            refuse(node, f"the table {gains} has fewer than {_GAINS} entries")
        check_vector(node, graph.output_tensor(node), "uint32", count)
        check_number(node, "snr_shift", 0, 63)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        gains = inputs[2].tolist()
        shift = number(node, "snr_shift")
        ratios = (
            (value * (_gain(noise, gains) % 2**32) % 2**64 >> shift) % 2**32
            for value, noise in zip(inputs[0].tolist(), inputs[1].tolist(), strict=True)
        )
        return (np.array([_shrink(ratio) for ratio in ratios], np.uint32),)


def _gain(noise: int, gains: list[int]) -> int:
    """The parabola of the noise's power of two at the 10 bits below its first; int16."""
    if noise <= 2:
        return gains[noise]
    interval = noise.bit_length()
    value, slope, curvature = gains[4 * interval - 6 : 4 * interval - 3]
    fraction = (noise << 11 >> interval) & 0x3FF
    product = _signed(((curvature * fraction >> 5) + (slope << 5)) * fraction + (1 << 14), 32)
    return _signed((product >> 15) + value, 16)


def _signed(value: int, bits: int) -> int:
    """The lower bits of a whole number as two's complement."""
    return (value + (1 << bits - 1)) % (1 << bits) - (1 << bits - 1)


def _shrink(ratio: int) -> int:
    return ratio * ratio >> 20 if ratio < 2 << 12 else (ratio >> 6) - 64


OPERATOR = SignalPCAN()
