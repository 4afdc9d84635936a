"""DEPTHWISE_CONV_2D 3x3 with SMLAD: a channel's window slides along a row of the image as it lies.

Every column of three inputs is loaded once and enters the sums of up to three outputs: top and
bottom by one SMLAD, the middle by one SMLABx. 16 instructions and about 18 cycles for the nine
multiply-accumulates of an output on Cortex-M4, rounding and storing included. No scratch memory.
"""

from collections.abc import Iterator

import numpy as np

from generator.engines.native.conv_2d import axis
from generator.engines.native.designs import Offer, _pairs, _rows
from generator.engines.native.designs._layer import Layer
from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops._weights import operands, requantization
from generator.ops.depthwise_conv_2d import windows
from generator.program import Constant, Kernel, Parameter
from generator.targets import Target

_SUM_LIMIT = 2**30
_LEAST_OUTPUTS_IN_A_ROW = 3
_CYCLES_PER_OUTPUT, _CYCLES_PER_PLACE, _CYCLES_PER_CHANNEL_OF_A_ROW = 18.0, 8.5, 30.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights on cores with the DSP extension."""
    if node.op != "DEPTHWISE_CONV_2D" or not target.dsp or target.mve:
        return
    o = operands(graph, node, 3)
    vertical, horizontal = windows(graph, node)
    if not _rows.applies(o, vertical, horizontal) or not _slides(horizontal):
        return
    rows = o.weights.value.reshape(_rows.WINDOW**2, o.channels).T
    made = _pairs.stage(o, requantization(node, o), rows)
    if made is not None and _safe(rows, made):
        stream = _stream(rows, made)
        offer = _offer(Layer(graph, node, index, o), made, stream)
        rows_of_outputs = vertical.output_size
        yield from _rows.staged(offer, stream, target.constant_read_cycles, rows_of_outputs)


def _slides(horizontal: Axis) -> bool:
    """Whether the template's row program can go along this axis."""
    return horizontal.stride in (1, 2) and horizontal.output_size >= _LEAST_OUTPUTS_IN_A_ROW


def _safe(rows: Array, made: _pairs.Stage) -> bool:
    greatest = np.abs(made.first) + 128 * np.abs(rows.astype(np.int64)).sum(axis=1)
    return bool(np.all(greatest < _SUM_LIMIT))


def _stream(rows: Array, made: _pairs.Stage) -> Array:
    """uint32 (channel, 8): (top, bottom) of each column, the middles, first sum, scale."""
    taps = rows.astype(np.int64).reshape(-1, _rows.WINDOW, _rows.WINDOW)
    low, high = taps & 0xFFFF, (taps & 0xFFFF) << 16
    columns = [low[:, 0, x] | high[:, 2, x] for x in range(_rows.WINDOW)]
    middles = [low[:, 1, 0] | high[:, 1, 1], low[:, 1, 2]]
    words = np.stack([*columns, *middles, made.first, made.multipliers, made.powers], axis=1)
    return (words & 0xFFFFFFFF).astype(np.uint32)


def _offer(layer: Layer, made: _pairs.Stage, words: Array) -> Offer:
    o, (vertical, horizontal) = layer.o, windows(layer.graph, layer.node)
    stage = requantization(layer.node, o)
    stream = Constant(
        f"layer_{layer.index}_channels", words, "channel, see depthwise_conv_2d_dual_mac"
    )
    kernel = Kernel.of(
        f"depthwise_{vertical.input_size}x{horizontal.input_size}x{o.channels}_window_3x3_dual_mac",
        "depthwise_conv_2d_dual_mac",
        channels=o.channels,
        staged_bytes=0,
        told_order=True,
        rounds_up=made.rounds_up,
        saturates=made.saturates,
        border=o.given.affine.zero_point,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant="" if made.saturates else "clamped",
    )
    step = layer.step(
        kernel,
        (
            Parameter("channels", "const uint32_t *", stream, "weights, first sum and scale"),
            Parameter("zero_point", "int32_t", stage.output_zero_point, "the output for 0.0"),
            *(() if made.saturates else _pairs.bounds(stage)),
        ),
        overlaps=_rows.overlaps(o, vertical, horizontal),
    )
    in_rows = vertical.output_size * o.channels
    output = horizontal.stride * _CYCLES_PER_PLACE + _CYCLES_PER_OUTPUT
    cycles = in_rows * (horizontal.output_size * output + _CYCLES_PER_CHANNEL_OF_A_ROW)
    return Offer(step, cycles, 1500)
