"""CONV_2D without SIMD by one function for all layers: their shapes are numbers that it reads.

The inner loop of `kronecker_convolution` with LDM for the inputs, four groups of four inputs in
each turn. A channel's constants take six bytes (`_short_heads.py`). The inputs of a group may lie
apart from each other: that order is taken with which the fewest groups have to be clipped.
"""

import math
from collections.abc import Iterator

import numpy as np

from generator.engines.native.conv_2d import overlaps
from generator.engines.native.designs import (
    Offer,
    _clipping,
    _pairs,
    _rounding,
    _scales,
    _short_heads,
)
from generator.engines.native.designs._shape_fields import shape_fields
from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Overlap, Parameter, Step
from generator.targets import Target

_UNROLLING = 4
_GREATEST_DEPTH = 2**15
# Of an excess's halfword: inputs since the one before, and whether it is a channel's last.
_WIDEST_GAP, _LAST = 127, 128
# Orders of inputs that are tried.
_STEPS = 64
_CYCLES_PER_GROUP, _CYCLES_PER_SINGLE, _CYCLES_PER_CHANNEL = 38.0, 46.0, 130.0
# Instructions of a group that wait, too, where flash does.
_FETCHES_PER_GROUP = 0.5
_CYCLES_PER_EXCESS, _CYCLES_PER_TAP, _CYCLES_PER_COPIED_TAP = 20.0, 23.0, 24.0
_CYCLES_PER_BLOCK, _CYCLES_PER_LINE = 250.0, 140.0
_CODE_BYTES = 1100
_WHOLE = Axis(1, 1, 1, 1, 1, 0)


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights on the core with MLA but without DSP: M3.

    FULLY_CONNECTED with one row of inputs is a convolution of a single pixel.
    """
    if node.op not in ("CONV_2D", "FULLY_CONNECTED") or target.dsp or not target.thumb2:
        return
    o = operands(graph, node, 0)
    if target.core == "host" or not _applies(o, node):
        return
    vertical, horizontal = (_WHOLE, _WHOLE) if node.op != "CONV_2D" else windows(graph, node)
    rows = o.weights.value.reshape(o.channels, -1)
    stage = requantization(node, o)
    scales = _scales.output_scales(o, stage, rows)
    if scales is None or horizontal.dilation != 1 or rows.shape[1] >= _GREATEST_DEPTH:
        return
    step_on = _best_step(rows)
    clipped, excesses = _clipping.clip(_in_order(rows, step_on))
    lists = [_by_gaps(channel) for channel in excesses]
    stairs = _rounding.staircase(scales, stage, rows)
    has_excess = np.array([bool(entries) for entries in lists])
    heads = _short_heads.pack(stairs, scales[:, 0].astype(np.int64), has_excess)
    if heads is None:
        return
    words = clipped.view("<u4").astype(np.uint32)
    stream = np.concatenate([heads.words[:, None], words], axis=1)
    ends = zip(heads.halves, lists, strict=True)
    halves = np.array([half for each in ends for part in each for half in part]).astype(np.uint16)
    constants = (stream, halves, step_on, heads.shift)
    step = _step(graph, node, index, o, (vertical, horizontal), constants)
    yield Offer(step, _cycles(step, o, stream, sum(map(len, lists)), target), _CODE_BYTES)


def _best_step(rows: Array) -> int:
    """How far apart the inputs of a group lie, the fewest groups of `rows` being clipped."""
    depth = rows.shape[1]
    steps = [step for step in range(1, depth + 1) if math.gcd(step, depth) == 1][:_STEPS]
    return min(steps, key=lambda step: _clipping.clipped_groups(_in_order(rows, step)), default=1)


def _in_order(rows: Array, step: int) -> Array:
    """Weights in the order in which inputs are joined, filled up to whole groups."""
    depth = rows.shape[1]
    ordered = np.ascontiguousarray(rows[:, np.arange(depth) * step % depth])
    return np.pad(ordered, ((0, 0), (0, -depth % _clipping.GROUP)))


def _applies(o: Operands, node: Node) -> bool:
    plain = o.given.dtype.name == "int8" and o.weight_zero_point == 0 and o.weights.is_constant
    if node.op == "FULLY_CONNECTED":
        return plain and o.given.size == o.weights.shape[1]
    return plain and groups(o) == 1 and o.given.shape[0] == 1


def _by_gaps(channel: list[tuple[int, int]]) -> list[int]:
    """Excesses in the order of their inputs: excess << 8 | last << 7 | inputs since the one before.

    A gap that is too wide is bridged by excesses of zero.
    """
    entries, position = [], 0
    for tap, excess in sorted(channel):
        while tap - position > _WIDEST_GAP:
            entries.append(_WIDEST_GAP)
            position += _WIDEST_GAP
        entries.append((excess << 8) + tap - position)
        position = tap
    return [*entries[:-1], *(entry | _LAST for entry in entries[-1:])]


def _cycles(step: Step, o: Operands, stream: Array, excesses: int, target: Target) -> float:
    numbers = {p.name: p.value for p in step.parameters if isinstance(p.value, int)}
    turns, singles, depth = numbers["turns"], numbers["groups"], numbers["depth"]
    words = (stream.shape[1] + 1) * target.constant_read_cycles * (1 + _FETCHES_PER_GROUP)
    channel = turns * _UNROLLING * _CYCLES_PER_GROUP + singles * _CYCLES_PER_SINGLE
    four = o.channels * (channel + words + _CYCLES_PER_CHANNEL) + excesses * _CYCLES_PER_EXCESS
    four += depth * _CYCLES_PER_TAP + _CYCLES_PER_BLOCK
    if numbers["copied"]:
        four += depth * _CYCLES_PER_COPIED_TAP + numbers["window_height"] * _CYCLES_PER_LINE
    pixels = o.output.size // o.channels
    return float((pixels // 4 + pixels % 4) * four)


def _step(
    graph: Graph,
    node: Node,
    index: int,
    o: Operands,
    axes: tuple[Axis, Axis],
    constants: tuple[Array, Array, int, int],
) -> Step:
    """constants: words and halfwords of all channels, how far apart inputs lie, the least shift."""
    stream, halves, step_on, shift = constants
    depth = o.weights.value.size // o.channels
    count = -(-depth // _clipping.GROUP)
    stage = requantization(node, o)
    saturates = (stage.minimum, stage.maximum) == (-128, 127)
    copied = axes[0].padded or axes[1].padded or axes[0].window * axes[1].window > 1
    kernel = Kernel.of(
        "conv_2d_shared_kronecker" + ("" if saturates else "_clamped"),
        "conv_2d_kronecker_shared",
        unrolling=_UNROLLING,
        group=_clipping.GROUP,
        saturates=saturates,
        told_order=True,
        variant="shared" if saturates else "shared_clamped",
    )
    channels = Constant(f"layer_{index}_stream", stream, "channel, head and weights")
    beside = Constant(f"layer_{index}_halves", halves, "channel: first sum, excesses")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("stream", "const uint32_t *", channels, "of all output channels"),
            Parameter("halves", "const uint16_t *", beside, "what belongs to the channels"),
            *shape_fields(*axes),
            Parameter("channels", "int16_t", depth // (axes[0].window * axes[1].window), "inputs"),
            Parameter("step", "int16_t", step_on, "from one input to the next that is joined"),
            Parameter("shift", "int16_t", shift, "the least right shift"),
            Parameter("outputs", "int16_t", o.channels, "channels of the output"),
            Parameter("depth", "int16_t", depth, "inputs of an output"),
            Parameter("turns", "int16_t", count // _UNROLLING, "of the inner loop, 16 inputs each"),
            Parameter("groups", "int16_t", count % _UNROLLING, "of four inputs after them"),
            Parameter("zero_point", "int16_t", stage.output_zero_point, "the output for 0.0"),
            Parameter("border", "int16_t", o.given.affine.zero_point, "the input for 0.0"),
            Parameter("copied", "int16_t", int(copied), "whether windows are copied: 0 or 1"),
            *(() if saturates else _pairs.bounds(stage)),
        ),
        scratch_bytes=8 * _clipping.GROUP * count + -(-4 * depth // 4) * 4 * copied,
        overlaps=_overlaps(o, node, *axes),
        macs=operator(node.op).macs(graph, node),
    )


def _overlaps(o: Operands, node: Node, vertical: Axis, horizontal: Axis) -> tuple[Overlap, ...]:
    """Those of a convolution; a dense layer's output is small and has a place of its own."""
    if node.op == "CONV_2D":
        return overlaps(o, vertical, horizontal, reads_pixel_first=True)
    return ()
