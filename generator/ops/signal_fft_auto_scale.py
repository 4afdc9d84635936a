"""SIGNAL_FFT_AUTO_SCALE: a frame shifted up until it fills 16 bits, and by how much"""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_counts, check_dtype, check_shape
from generator.ops._signal import channels, check_vector


def greatest_magnitude(frame: Array) -> int:
    """Of int16 values, itself in 16 bits: -32768 has no opposite there, and counts as less than 0.

    What follows it begins anew, so the order matters. Source: `signal/src/max_abs.cc`.
    """
    greatest = 0
    for value in map(int, frame):
        if max(value, -value) > greatest:
            greatest = value if value > greatest else (-value + 2**15) % 2**16 - 2**15
    return greatest


class SignalFftAutoScale(Operator):
    """output[i] = input[i] << bits; bits: so many that the greatest magnitude keeps one sign bit.

    Input: (frame,) of int16. Outputs: (frame,) of int16; bits, an int32 scalar, 0 for silence.
    Source: TensorFlow Lite Micro, `signal/src/fft_auto_scale.cc`.
    """

    name = "SIGNAL_FFT_AUTO_SCALE"
    custom_code = "SignalFftAutoScale"
    dtypes = ("int16",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1), outputs=2)
        check_vector(node, graph.input_tensor(node, 0), "int16")
        check_vector(node, graph.output_tensor(node), "int16", channels(graph, node))
        bits = graph.output_tensor(node, 1)
        check_dtype(node, bits, "int32")
        check_shape(node, bits, ())

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        (frame,) = inputs
        magnitude = greatest_magnitude(frame)
        bits = 15 - magnitude.bit_length() if magnitude > 0 else 0
        return (frame.astype(np.int32) << bits).astype(np.int16), np.array(bits, np.int32)


OPERATOR = SignalFftAutoScale()
