"""SIGNAL_ENERGY: the squared magnitudes of a spectrum"""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_counts, refuse
from generator.ops._signal import channels, check_number, check_vector, number


class SignalEnergy(Operator):
    """output[i] = real[i]^2 + imaginary[i]^2 from start_index up to end_index, 0 elsewhere.

    Input: (2 * bins,) of int16, real and imaginary parts in turn. Output: (bins,) of uint32.
    TensorFlow Lite Micro leaves the bins outside undefined. Source: `signal/src/energy.cc`.
    """

    name = "SIGNAL_ENERGY"
    custom_code = "SignalEnergy"
    dtypes = ("int16",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given = graph.input_tensor(node, 0)
        check_vector(node, given, "int16")
        if given.size % 2:
            refuse(node, f"tensor {given} does not hold pairs of real and imaginary parts")
        bins = channels(graph, node) // 2
        check_vector(node, graph.output_tensor(node), "uint32", bins)
        end = check_number(node, "end_index", 0, bins)
        check_number(node, "start_index", 0, end)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        parts = inputs[0].astype(np.int64).reshape(-1, 2)
        energies = (parts**2).sum(axis=1)
        bins = np.arange(len(energies))
        inside = (bins >= number(node, "start_index")) & (bins < number(node, "end_index"))
        return (np.where(inside, energies, 0).astype(np.uint32),)


OPERATOR = SignalEnergy()
