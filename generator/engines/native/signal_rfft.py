"""SIGNAL_RFFT: in place in the output, with tables for the order and the turns."""

import numpy as np

from generator.engines.native._signal import signal_step
from generator.graph import Array, Graph, Node
from generator.ops import _fft16
from generator.ops._signal import number
from generator.program import Constant, Parameter, Step
from generator.targets import Target

_COMMENTS = {
    "order": "the sample that each place begins with",
    "twiddles": "exp(-2 pi i k / points): cosine, sine",
    "split_twiddles": "of bins 1 and up: cosine, sine",
}


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    length = number(node, "fft_length")
    points = length // 2
    frame = graph.input_tensor(node, 0).shape[-1]
    return signal_step(
        graph,
        node,
        index,
        (
            _table("order", "uint16_t", points, _fft16.reading_order(points).astype(np.uint16)),
            _table("twiddles", "int16_t", points, _fft16.twiddles(points)),
            _table("split_twiddles", "int16_t", points, _fft16.split_twiddles(points)),
        ),
        frame=frame,
        frames=graph.input_tensor(node, 0).size // frame,
        points=points,
        radix_two=2 in _fft16.radices(points),
    )


def _table(name: str, ctype: str, points: int, data: Array) -> Parameter:
    """A table that all transforms of one length share."""
    constant = Constant(f"fft_{points}_{name}", data, _COMMENTS[name])
    return Parameter(name, f"const {ctype} *", constant, _COMMENTS[name])
