"""SIGNAL_FILTER_BANK: the energies of a spectrum summed in overlapping triangular bands"""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_constant, check_counts, refuse
from generator.ops._signal import check_number, check_vector, number

_MOST_CHANNELS = 2**15 - 2


class SignalFilterBank(Operator):
    """Each bin counts with its weight in one channel, and with its unweight in the next.

    Inputs: energies (bins,) of uint32; constants of int16: weights, unweights, and for each of
    channels + 1 bands where it starts in the bins, where in the weights, and how wide it is.
    Output: (channels,) of uint64; the band before the first channel only gives its unweights.
    Option num_channels. Source: TensorFlow Lite Micro, `signal/src/filter_bank.cc`.
    """

    name = "SIGNAL_FILTER_BANK"
    custom_code = "SignalFilterBank"
    dtypes = ("uint32",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (6, 6))
        count = check_number(node, "num_channels", 1, _MOST_CHANNELS)
        energies, *tables = (graph.input_tensor(node, i) for i in range(6))
        check_vector(node, energies, "uint32")
        for position, table in enumerate(tables):
            check_vector(node, table, "int16", count + 1 if position >= 2 else None)
            check_constant(node, table)
        check_vector(node, graph.output_tensor(node), "uint64", count)
        weights = min(tables[0].size, tables[1].size)
        starts, weight_starts, widths = (t.value.astype(np.int64) for t in tables[2:])
        if min(starts.min(), weight_starts.min(), widths.min()) < 0:
            refuse(node, "one of its bands starts or ends before the first bin")
        ends, weight_ends = starts + widths, weight_starts + widths
        if np.any((widths > 0) & ((ends > energies.size) | (weight_ends > weights))):
            refuse(node, "one of its bands reaches beyond the spectrum or the weights")

    def macs(self, graph: Graph, node: Node) -> int:
        return 2 * int(graph.input_tensor(node, 5).value.sum(dtype=np.int64))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        energies, weights, unweights = (values.astype(np.uint64) for values in inputs[:3])
        sums = np.zeros(number(node, "num_channels") + 2, np.uint64)
        for band, (start, first, width) in enumerate(zip(*inputs[3:], strict=True)):
            taps = slice(first, first + width)
            both = np.stack([weights[taps], unweights[taps]]) * energies[start : start + width]
            sums[band : band + 2] += both.sum(axis=1, dtype=np.uint64)
        return (sums[1:-1],)


OPERATOR = SignalFilterBank()
