"""DEPTHWISE_CONV_2D 3x3 without SIMD: two neighbouring outputs share the inputs that both need.

For the 18 multiply-accumulates of two outputs 12 loads, and weights that stay in registers: about
39 cycles on Cortex-M3 before rounding. No scratch memory.
"""

from collections.abc import Iterator

import numpy as np

from generator.engines.native.conv_2d import axis
from generator.engines.native.designs import Offer, _rounding, _rows
from generator.engines.native.designs._rounding import Rounding
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.depthwise_conv_2d import windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_CYCLES_PER_OUTPUT, _CYCLES_PER_CHANNEL_OF_A_ROW = {True: 30.0, False: 70.0}, 40.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights on cores without DSP: M0, M0+, M3."""
    if node.op != "DEPTHWISE_CONV_2D" or target.dsp or target.core == "host":
        return
    o = operands(graph, node, 3)
    if not _rows.applies(o, *windows(graph, node)):
        return
    rows = o.weights.value.reshape(_rows.WINDOW**2, o.channels).T
    ends = _rounding.rounding(o, requantization(node, o), rows, target)
    if ends is not None:
        stream = _stream(rows, ends)
        offer = _offer(graph, node, index, o, stream, ends, thumb2=target.thumb2)
        rows_of_outputs = windows(graph, node)[0].output_size
        yield from _rows.staged(offer, stream, target.constant_read_cycles, rows_of_outputs)


def _stream(rows: Array, ends: Rounding) -> Array:
    """uint32 (channel, words): nine weights in a byte each, the shift or offset, then scales."""
    packed = np.zeros((len(rows), 12), np.int8)
    packed[:, : _rows.WINDOW**2] = rows
    words = packed.view("<u4").astype(np.uint32)
    if ends.ends is not None:
        words[:, 2] |= ends.ends.astype(np.uint32) << 16
    return np.concatenate([words, ends.scales.view(np.uint32)], axis=1)


def _offer(
    graph: Graph,
    node: Node,
    index: int,
    o: Operands,
    words: Array,
    ends: Rounding,
    *,
    thumb2: bool,
) -> Offer:
    vertical, horizontal = windows(graph, node)
    kernel = Kernel.of(
        f"depthwise_{vertical.input_size}x{horizontal.input_size}x{o.channels}_window_3x3_rows",
        "depthwise_conv_2d_rows",
        channels=o.channels,
        staged_bytes=0,
        thumb2=thumb2,
        border=o.given.affine.zero_point,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant=ends.variant,
        **ends.context,
    )
    stream = Constant(f"layer_{index}_channels", words, "channel, weights and scale")
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("channels", "const uint32_t *", stream, "weights and scales"),
            *ends.bounds,
        ),
        overlaps=_rows.overlaps(o, vertical, horizontal),
        macs=operator(node.op).macs(graph, node),
    )
    output_cycles = _CYCLES_PER_OUTPUT[thumb2] + ends.cycles
    per_channel = horizontal.output_size * output_cycles + _CYCLES_PER_CHANNEL_OF_A_ROW
    return Offer(step, vertical.output_size * o.channels * per_channel, 1800)
