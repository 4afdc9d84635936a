"""CONV_2D without SIMD: a word holds an input of two pixels, so a multiplication serves both.

Inner loop, per four inputs of four pixels: 8 loads of inputs, one of weights, 4 extractions, 8
multiplications and 6 instructions to take the pixels' sums apart: 35 cycles for 16
multiply-accumulates on Cortex-M3.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from generator.engines.native.conv_2d import axis, overlaps
from generator.engines.native.designs import Offer, _clipping, _pairs, _scales
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_UNROLLINGS = (16, 4)
_GREATEST_TAPS = 2**16
# Weights that are read again and again are worth a place in RAM if they are few.
_GREATEST_STAGE_BYTES = 16384
_CYCLES_PER_GROUP, _CYCLES_PER_CHANNEL, _CYCLES_PER_EXCESS = 35.0, 110.0, 18.0
_CYCLES_PER_TAP, _CYCLES_PER_TURN, _CYCLES_PER_COPIED_WORD = 16.0, 9.0, 5.0
# Instructions of a group that wait, too, where flash does: they are longer than what it delivers.
_FETCHES_PER_GROUP = 2.6


_CYCLES_PER_TAP_OF_TWO = 7.2


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights on cores without DSP: M0, M0+, M3."""
    if node.op != "CONV_2D" or target.dsp or target.core == "host":
        return
    o = operands(graph, node, 0)
    plain = o.given.dtype.name == "int8" and groups(o) == 1 and o.weight_zero_point == 0
    if not plain or o.given.shape[0] != 1:
        return
    rows = o.weights.value.reshape(o.channels, -1)
    scales = _scales.output_scales(o, requantization(node, o), rows)
    if scales is None or rows.shape[1] >= _GREATEST_TAPS:
        return
    clipped, excesses = _clipping.clip(_padded(rows))
    if not target.thumb2:
        yield _two_pixels(_step(graph, node, index, o, scales, 8), o, clipped)
        return
    for unrolling in _UNROLLINGS:
        step = _step(graph, node, index, o, scales, unrolling)
        count = sum(map(len, excesses))
        waits, fetching = target.constant_read_cycles, _fetching(target, clipped, o)
        yield _offer(step, o, clipped, count, unrolling, waits, fetching)
        if waits and clipped.nbytes <= _GREATEST_STAGE_BYTES:
            yield _offer(_staged(step, clipped), o, clipped, count, unrolling, 0.0, fetching)


def _padded(rows: Array) -> Array:
    return np.pad(rows, ((0, 0), (0, -rows.shape[1] % _clipping.GROUP)))


def _fetching(target: Target, clipped: Array, o: Operands) -> float:
    """The cycles that the inner loop's instructions wait for flash."""
    fours = -(-o.output.size // o.channels // 4)
    groups = fours * clipped.size / _clipping.GROUP
    return groups * _FETCHES_PER_GROUP * target.constant_read_cycles


def _offer(
    step: Step,
    o: Operands,
    clipped: Array,
    excesses: int,
    unrolling: int,
    wait_cycles: float,
    fetching: float,
) -> Offer:
    outputs, taps = clipped.shape
    words = taps / _clipping.GROUP
    channel = words * (_CYCLES_PER_GROUP + wait_cycles) + _CYCLES_PER_CHANNEL
    channel += words / unrolling * _CYCLES_PER_TURN
    four = outputs * channel + excesses * _CYCLES_PER_EXCESS + taps * _CYCLES_PER_TAP
    copying = 0.0 if wait_cycles else clipped.size / 4 * _CYCLES_PER_COPIED_WORD
    pixels = o.output.size // o.channels
    code_bytes = 700 + 104 * min(taps // 4, unrolling)
    return Offer(step, -(-pixels // 4) * four + copying + fetching, code_bytes)


def _two_pixels(step: Step, o: Operands, clipped: Array) -> Offer:
    """The same in C for cores with eight registers: two pixels at a time, not four."""
    assert step.kernel is not None
    kernel = Kernel.of(step.kernel.name, "conv_2d_kronecker_two", **dict(step.kernel.context))
    words = Constant(
        step.constants[0].name,
        clipped.view("<u4").astype(np.uint32),
        "output channel, four inputs in each word",
    )
    weights = Parameter("weights", "const uint32_t *", words, "clipped in groups of four")
    parameters = (weights, *step.parameters[1:])
    two = replace(
        step, kernel=kernel, parameters=parameters, scratch_bytes=-(-step.scratch_bytes // 8) * 4
    )
    pairs = -(-o.output.size // o.channels // 2)
    cycles = pairs * len(clipped) * (clipped.shape[1] * _CYCLES_PER_TAP_OF_TWO + 150.0)
    return Offer(two, cycles, 700)


def _staged(step: Step, clipped: Array) -> Step:
    """The same with the weights copied to scratch memory first."""
    assert step.kernel is not None
    context = {**dict(step.kernel.context), "staged": True}
    kernel = Kernel.of(f"{step.kernel.name}_staged", step.kernel.template, **context)
    return replace(step, kernel=kernel, scratch_bytes=step.scratch_bytes + clipped.nbytes)


def _step(graph: Graph, node: Node, index: int, o: Operands, scales: Array, unrolling: int) -> Step:
    outputs, height, width, channels = o.weights.shape
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    windowed = padded or height * width > 1
    rows = o.weights.value.reshape(outputs, -1)
    depth = rows.shape[1]
    clipped, excesses = _clipping.clip(_padded(rows))
    taps = clipped.shape[1]
    entries = _clipping.entries(excesses)
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
        narrow=entries.dtype == np.int16,
        depth_bytes=depth_bytes,
        taps=taps,
        padded=padded,
        staged=False,
        rounds_up=stage.minimum >= stage.output_zero_point,
        saturates=saturates,
        loops=_loops(taps // _clipping.GROUP, unrolling),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant="_".join(("" if saturates else "clamped", str(entries.dtype))).strip("_"),
    )
    prefix = f"layer_{index}"
    weights = Constant(f"{prefix}_weights", clipped, "output channel, window row x column x input")
    excess = Constant(f"{prefix}_excess", entries, "see _clipping.py")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const int8_t *", weights, "clipped in groups of four"),
            Parameter(
                "excess", f"const {entries.dtype}_t *", excess, "per channel a count, then entries"
            ),
            *_scales.parameters(prefix, scales),
            Parameter("zero_point", "int32_t", stage.output_zero_point, "the output for 0.0"),
            *(() if saturates else _pairs.bounds(stage)),
            *((_pairs.border(o),) if padded else ()),
        ),
        scratch_bytes=8 * taps + 4 * depth_bytes * windowed,
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=True),
        macs=operator(node.op).macs(graph, node),
    )


def _loops(count: int, unrolling: int) -> tuple[int, int, int]:
    """(turns, groups in each, groups after them): few enough groups at once."""
    if count <= unrolling:
        return (1, count, 0)
    sizes = range(unrolling, unrolling // 2, -1)
    size = next((n for n in sizes if count % n == 0), unrolling)
    return (count // size, size, count % size)
