"""SIGNAL_WINDOW: each frame times a window, the products shifted down"""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_size
from generator.ops._operator import (
    Operator,
    check_constant,
    check_counts,
    check_dtype,
    check_shape,
    refuse,
)
from generator.ops._signal import check_number, check_vector, number


class SignalWindow(Operator):
    """output[i] = input[i] * window[i] >> shift, limited to int16.

    Inputs: (…, frame) of int16, and a constant window (frame,) of int16. Output: as the first.
    Option shift: 0 to 31. Source: TensorFlow Lite Micro, `signal/src/window.cc`.
    """

    name = "SIGNAL_WINDOW"
    custom_code = "SignalWindow"
    dtypes = ("int16",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given, window = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_dtype(node, given, "int16")
        check_size(node, given)
        check_vector(node, window, "int16")
        check_constant(node, window)
        check_dtype(node, graph.output_tensor(node), "int16")
        check_shape(node, graph.output_tensor(node), given.shape)
        if given.shape[-1:] != window.shape:
            refuse(node, f"the frames of {given} are not as long as the window {window}")
        check_number(node, "shift", 0, 31)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        frames, window = inputs
        products = frames.astype(np.int64) * window >> number(node, "shift")
        return (np.clip(products, -(2**15), 2**15 - 1).astype(np.int16),)


OPERATOR = SignalWindow()
