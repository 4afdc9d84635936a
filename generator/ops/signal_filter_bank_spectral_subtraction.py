"""SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION: channels less the noise, which is their slow average"""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._operator import Operator, check_counts
from generator.ops._signal import INT32_MAX, channels, check_number, check_vector, number

# In the order of the kernel's structure.
COEFFICIENTS = (
    "smoothing",
    "one_minus_smoothing",
    "alternate_smoothing",
    "alternate_one_minus_smoothing",
    "min_signal_remaining",
)


_LOWER_32_BITS = np.uint64(2**32 - 1)


class SignalFilterBankSpectralSubtraction(Operator):
    """noise = smoothing * input + (1 - smoothing) * noise; output = input - noise, but not too low.

    Input: (channels,) of uint32; the noise of the last inference is kept, 0 at first. Outputs:
    (channels,) of uint32, and the noise with smoothing_bits more fractional bits. Options: the
    coefficients of even and odd channels (smoothing, one_minus_smoothing, alternate_…) and
    min_signal_remaining, as multiples of 2^-spectral_subtraction_bits; clamping: whether noise
    above the input is lowered to it. Source: TensorFlow Lite Micro,
    `signal/src/filter_bank_spectral_subtraction.cc`.
    """

    name = "SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION"
    custom_code = "SignalFilterBankSpectralSubtraction"
    dtypes = ("uint32",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2), outputs=2)
        count = channels(graph, node)
        check_vector(node, graph.input_tensor(node, 0), "uint32")
        for position in range(2):
            check_vector(node, graph.output_tensor(node, position), "uint32", count)
        check_number(node, "num_channels", count, count)
        for name in COEFFICIENTS:
            check_number(node, name, 0, INT32_MAX)
        for name in ("smoothing_bits", "spectral_subtraction_bits"):
            check_number(node, name, 0, 31)
        check_number(node, "clamping", 0, 1)

    def state(self, graph: Graph, node: Node) -> Tensor | None:
        if len(node.inputs) != 1 or len(node.outputs) != 2:
            return None
        noise = graph.output_tensor(node, 1)
        return Tensor(f"{noise.name} kept", noise.shape, noise.dtype, variable=True)

    def written_variables(self, graph: Graph, node: Node) -> tuple[str, ...]:
        return (graph.input_tensor(node, 1).name,)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        given, kept = (values.astype(np.uint64) for values in inputs)
        raised = given << np.uint64(number(node, "smoothing_bits")) & _LOWER_32_BITS
        new, old, new_odd, old_odd, least = (np.uint64(number(node, name)) for name in COEFFICIENTS)
        fraction = np.uint64(number(node, "spectral_subtraction_bits"))
        odd = np.arange(given.size) % 2 == 1
        sums = raised * np.where(odd, new_odd, new) + kept * np.where(odd, old_odd, old)
        noise = sums >> fraction & _LOWER_32_BITS
        subtracted = raised - np.minimum(noise, raised) >> np.uint64(number(node, "smoothing_bits"))
        floor = given * least >> fraction & _LOWER_32_BITS
        if number(node, "clamping"):
            noise = np.minimum(noise, raised)
        output = np.maximum(subtracted, floor)
        return output.astype(np.uint32), noise.astype(np.uint32), noise.astype(np.uint32)


OPERATOR = SignalFilterBankSpectralSubtraction()
