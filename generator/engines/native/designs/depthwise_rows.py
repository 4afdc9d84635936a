"""DEPTHWISE_CONV_2D 3x3 without SIMD: up to six neighbouring outputs share what they load.

Their sums lie in registers assigned by hand; a row of the window brings three weights, and every
input under it enters the sums that it belongs to. No scratch memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generator.engines.native.conv_2d import axis
from generator.engines.native.designs import Offer, _rounding, _rows, _tight_line
from generator.engines.native.designs._rounding import Rounding
from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.depthwise_conv_2d import windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

# What a load can add to an address, and sums that there are registers for.
_GREATEST_OFFSET, _GREATEST_BATCH = 4095, 6


@dataclass(frozen=True)
class _Costs:
    """Of an output but for its rounding, of a channel's batch of outputs, and what rows at the top
    and bottom cost by asking for them; bytes of an output's code in a batch and of a batch.
    """

    output: float
    batch: float
    asking: float
    output_bytes: int
    batch_bytes: int


_THUMB2 = _Costs(22.0, 22.0, 22.0, 50, 90)
_THUMB1 = _Costs(40.0, 50.0, 16.0, 90, 90)
# Of taking apart what shares a word, for a channel's batch.
_DENSE_CYCLES = 3.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """Some, for int8 with symmetric weights on cores without DSP: M0, M0+, M3."""
    if node.op != "DEPTHWISE_CONV_2D" or target.dsp or target.core == "host":
        return
    o = operands(graph, node, 3)
    if not _rows.applies(o, *windows(graph, node)):
        return
    rows = o.weights.value.reshape(_rows.WINDOW**2, o.channels).T
    stage = requantization(node, o)
    dense = _rounding.dense(o, stage, rows) if target.thumb2 else None
    loose = _rounding.rounding(o, stage, rows, target)
    if loose is None or _rows.WINDOW * o.channels > _GREATEST_OFFSET:
        return
    layouts = [(loose, _stream(rows, loose, thumb2=target.thumb2), False)]
    if dense is not None:
        layouts.append((dense, _dense_stream(rows, dense), True))
    rows_of_outputs = windows(graph, node)[0].output_size
    for ends, stream, is_dense in layouts:
        for inlined in (True, False):
            offer = _offer(
                graph, node, index, o, stream, ends, target, inlined=inlined, dense=is_dense
            )
            yield from _rows.staged(offer, stream, target.constant_read_cycles, rows_of_outputs)


def _dense_stream(rows: Array, ends: Rounding) -> Array:
    """uint32 (channel, 4): nine weights, 18 bits of first sum and 6 of the end, a scale."""
    assert ends.ends is not None
    words = np.ascontiguousarray(rows[:, :8].astype(np.int8)).view("<u4")
    first = ends.scales[:, 0].astype(np.int64) & (1 << _tight_line.FIRST_BITS) - 1
    above = ends.ends.astype(np.int64) << _tight_line.FIRST_BITS
    last = (above | first) << 8 | rows[:, 8].astype(np.int64) & 0xFF
    return np.stack([*words.T, last & 0xFFFFFFFF, ends.scales[:, 1]], axis=1).astype(np.uint32)


def _stream(rows: Array, ends: Rounding, *, thumb2: bool) -> Array:
    """uint32 (channel, words): nine weights, the shift or offset, then scales.

    With 32-bit instructions weights are bytes one behind the other, and a halfword follows.
    Without, three have a word.
    """
    if thumb2:
        packed = np.zeros((len(rows), 12), np.int8)
        packed[:, : _rows.WINDOW**2] = rows
        words = packed.view("<u4").astype(np.uint32)
        if ends.ends is not None:
            words[:, 2] |= ends.ends.astype(np.uint32) << 16
    else:
        words = _rows.words_of_three(rows)
        if ends.ends is not None:
            words = np.concatenate([words, ends.ends.astype(np.uint32)[:, None]], axis=1)
    return np.concatenate([words, ends.scales.view(np.uint32)], axis=1)


def _batches(line: Axis, channels: int) -> tuple[int, int, int, int]:
    """(outputs of the first batch, of inner ones, how many these are, of the last or 0)."""
    reach = _GREATEST_OFFSET // channels
    most = max(1, min(_GREATEST_BATCH, (reach - _rows.WINDOW) // line.stride + 1))
    count = -(-line.output_size // most)
    size = -(-line.output_size // count)
    if count == 1:
        return (size, 0, 0, 0)
    return (size, size, count - 2, line.output_size - (count - 1) * size)


def _offer(
    graph: Graph,
    node: Node,
    index: int,
    o: Operands,
    words: Array,
    ends: Rounding,
    target: Target,
    *,
    inlined: bool,
    dense: bool,
) -> Offer:
    """inlined: whether rows at the top, in the middle and at the bottom have code of their own."""
    vertical, horizontal = windows(graph, node)
    batches = _batches(horizontal, o.channels)
    row_bytes = horizontal.input_size * o.channels
    columns = (batches[0] - 1) * horizontal.stride + _rows.WINDOW
    kernel = Kernel.of(
        f"depthwise_{vertical.input_size}x{horizontal.input_size}x{o.channels}_window_3x3_rows"
        + ("_dense" if dense else ""),
        "depthwise_conv_2d_rows",
        channels=o.channels,
        staged_bytes=0,
        told_order=True,
        thumb2=target.thumb2,
        inlined=inlined,
        near=target.thumb2 and 2 * row_bytes + columns * o.channels <= _GREATEST_OFFSET,
        batches=batches,
        first_scale=words.shape[1] - ends.scales.shape[1],
        dense=dense,
        border=o.given.affine.zero_point,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant=("dense_" if dense else "") + ends.variant,
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
    cycles, code_bytes = _costs(vertical, horizontal, o, batches, ends, target, inlined=inlined)
    if dense:
        cycles += (
            _DENSE_CYCLES * (1 + batches[2] + bool(batches[3])) * vertical.output_size * o.channels
        )
    return Offer(step, cycles, code_bytes)


def _costs(
    vertical: Axis,
    horizontal: Axis,
    o: Operands,
    batches: tuple[int, int, int, int],
    ends: Rounding,
    target: Target,
    *,
    inlined: bool,
) -> tuple[float, int]:
    """(cycles, bytes of code)."""
    costs = _THUMB2 if target.thumb2 else _THUMB1
    first, inner, turns, last = batches
    count = 1 + turns + bool(last)
    stored = horizontal.output_size * (costs.output + ends.cycles) + count * costs.batch
    cycles = stored + (0.0 if inlined else count * costs.asking)
    kinds = 1 + (vertical.pad_before > 0) + _reaches_out(vertical) if inlined else 1
    bodies = (first, inner if turns else 0, last)
    one = sum(size * costs.output_bytes + costs.batch_bytes for size in bodies if size)
    return vertical.output_size * o.channels * cycles, 200 + kinds * one


def _reaches_out(a: Axis) -> bool:
    """Whether the last window ends behind the image."""
    return (a.output_size - 1) * a.stride - a.pad_before + a.window > a.input_size
