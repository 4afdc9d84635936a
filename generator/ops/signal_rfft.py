"""SIGNAL_RFFT: the spectrum of real frames by a fast Fourier transform in 16 bits"""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops import _fft16
from generator.ops._element_wise import check_size
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_rank,
    check_shape,
    refuse,
)
from generator.ops._signal import check_number, number

_INT16 = 7  # TensorType.INT16 of the schema, as the option T has it


class SignalRfft(Operator):
    """output[k] = sum over n of input[n] * exp(-2 pi i k n / fft_length) / fft_length.

    Input: (…, frame) of int16, padded with zeros to fft_length, a power of two from 4 to 8192.
    Output: (…, fft_length + 2) of int16: real and imaginary parts of bins 0 to fft_length / 2.
    The even and the odd samples are real and imaginary parts of a complex transform of half the
    length, in stages of radix 4, the first one of radix 2 where needed; each stage rounds, and
    scales down by its radix. Source: kissfft 1.3.0 with 16-bit samples, as TensorFlow Lite Micro
    has it.
    """

    name = "SIGNAL_RFFT"
    custom_code = "SignalRfft"
    dtypes = ("int16",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, "int16")
        check_dtype(node, output, "int16")
        check_size(node, given)
        check_rank(node, given, 1, 2, 3, 4)
        check_number(node, "T", _INT16, _INT16)
        length = check_number(node, "fft_length", 4, 8192)
        if length & (length - 1):
            refuse(node, f"its option fft_length is {length}, not a power of two")
        if given.shape[-1] > length:
            refuse(node, f"the frames of {given} are longer than its fft_length of {length}")
        check_shape(node, output, (*given.shape[:-1], length + 2))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        frames = inputs[0].reshape(-1, inputs[0].shape[-1])
        length = number(node, "fft_length")
        padded = np.pad(frames, ((0, 0), (0, length - frames.shape[1])))
        spectra = [_fft16.spectrum(frame.reshape(-1, 2)) for frame in padded]
        return (np.array(spectra).reshape(graph.output_tensor(node).shape),)


OPERATOR = SignalRfft()
