"""CONV_2D without SIMD: a word holds an input of two pixels, so a multiplication serves both.

Inner loop, per four inputs of four pixels: 8 loads of inputs, 4 of weights, 8 multiplications and 6
instructions to take the two pixels' sums apart: 34 cycles for 16 multiply-accumulates on Cortex-M3.
"""

from collections.abc import Iterator

import numpy as np

from generator.engines.native.conv_2d import axis, overlaps
from generator.engines.native.designs import Offer, _clipping, _pairs
from generator.engines.native.designs._constant_channels import with_plain_scales
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, Requantization, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_GROUPS_AT_ONCE = 16
_SUM_LIMIT = 2**30
_GREATEST_TAPS = 2**16
# Weights that are read again and again are worth a place in RAM if they are few.
_GREATEST_STAGE_BYTES = 4096
_CYCLES_PER_GROUP, _CYCLES_PER_CHANNEL, _CYCLES_PER_EXCESS = 34.0, 75.0, 18.0
_CYCLES_PER_TAP = 16.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights on Cortex-M3."""
    if node.op != "CONV_2D" or not target.thumb2 or target.dsp or target.core == "host":
        return
    o = operands(graph, node, 0)
    plain = o.given.dtype.name == "int8" and groups(o) == 1 and o.weight_zero_point == 0
    if not plain or o.given.shape[0] != 1:
        return
    rows = o.weights.value.reshape(o.channels, -1)
    scales = output_scales(o, requantization(node, o), rows)
    if scales is not None and rows.shape[1] < _GREATEST_TAPS:
        yield _offer(graph, node, index, o, scales)


def output_scales(o: Operands, original: Requantization, rows: Array) -> Array | None:
    """int32 (channel, 3): first sum, multiplier, right shift; None where sums may be too large.

    rows: the weights (channel, taps); the input's zero point is folded into the first sum.
    """
    stage = with_plain_scales(original, rows)
    wide = rows.astype(np.int64)
    first = stage.bias.astype(np.int64) - o.given.affine.zero_point * wide.sum(axis=1)
    greatest = np.abs(first) + 128 * np.abs(wide).sum(axis=1)
    right = np.where(stage.multiplier == 0, 1, -stage.shift)
    if np.any(greatest >= _SUM_LIMIT) or np.any(right < 1) or np.any(right > 31):
        return None
    return np.stack([first, stage.multiplier, right], axis=1).astype(np.int32)


def _offer(graph: Graph, node: Node, index: int, o: Operands, scales: Array) -> Offer:
    outputs, height, width, channels = o.weights.shape
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    windowed = padded or height * width > 1
    rows = o.weights.value.reshape(outputs, -1)
    depth = rows.shape[1]
    clipped, excesses = _clipping.clip(np.pad(rows, ((0, 0), (0, -depth % _clipping.GROUP))))
    taps = clipped.shape[1]
    staged = clipped.size <= _GREATEST_STAGE_BYTES
    stage = requantization(node, o)
    saturates = (stage.minimum, stage.maximum) == (-128, 127)
    depth_bytes = -(-depth // 4) * 4
    kernel = Kernel.of(
        f"conv_2d_{vertical.input_size}x{horizontal.input_size}x{channels}_to_{outputs}"
        f"_window_{height}x{width}_kronecker",
        "conv_2d_kronecker",
        channels=channels,
        outputs=outputs,
        depth=depth,
        depth_bytes=depth_bytes,
        taps=taps,
        padded=padded,
        staged=staged,
        rounds_up=stage.minimum >= stage.output_zero_point,
        saturates=saturates,
        loops=_loops(taps // _clipping.GROUP),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant="" if saturates else "clamped",
    )
    prefix = f"layer_{index}"
    weights = Constant(f"{prefix}_weights", clipped, "output channel, window row x column x input")
    excess = Constant(f"{prefix}_excess", _clipping.entries(excesses), "see _clipping.py")
    ends = Constant(f"{prefix}_scales", scales, "output channel, (first sum, multiplier, shift)")
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const int8_t *", weights, "clipped in groups of four"),
            Parameter("excess", "const int32_t *", excess, "per channel a count, then entries"),
            Parameter("scales", "const int32_t *", ends, "first sum, multiplier, right shift"),
            Parameter("zero_point", "int32_t", stage.output_zero_point, "the output for 0.0"),
            *(() if saturates else _pairs.bounds(stage)),
            *((_pairs.border(o),) if padded else ()),
        ),
        scratch_bytes=8 * taps + 4 * depth_bytes * windowed + clipped.size * staged,
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=True),
        macs=operator(node.op).macs(graph, node),
    )
    fours = -(-vertical.output_size * horizontal.output_size // 4)
    per_four = outputs * (taps / _clipping.GROUP * _CYCLES_PER_GROUP + _CYCLES_PER_CHANNEL)
    per_four += sum(map(len, excesses)) * _CYCLES_PER_EXCESS + taps * _CYCLES_PER_TAP
    return Offer(step, fours * per_four, 500 + 104 * min(taps // 4, _GROUPS_AT_ONCE))


def _loops(count: int) -> tuple[int, int, int]:
    """(turns, groups in each, groups after them): few enough groups at once."""
    if count <= _GROUPS_AT_ONCE:
        return (1, count, 0)
    size = next((n for n in range(_GROUPS_AT_ONCE, 7, -1) if count % n == 0), _GROUPS_AT_ONCE)
    return (count // size, size, count % size)
