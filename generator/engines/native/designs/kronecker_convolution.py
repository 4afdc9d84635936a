"""CONV_2D without SIMD: a word holds an input of two pixels, so a multiplication serves both.

Inner loop, per four inputs of four pixels: 8 loads of inputs, one of weights, 4 extractions, 8
multiplications and 6 instructions to take the pixels' sums apart: 35 cycles for 16
multiply-accumulates on Cortex-M3.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from generator.engines.native.conv_2d import axis, overlaps
from generator.engines.native.designs import Offer, _clipping, _pairs, _rounding
from generator.engines.native.designs._rounding import Rounding
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


@dataclass(frozen=True)
class _Costs:
    """Cycles and bytes: of a group of four inputs, of a channel but for its rounding and of an
    excess, all for four pixels; of joining an input of four pixels, and of a turn of the loop.

    fetches: instructions of a group that wait, too, where flash does: they are longer than what it
    delivers.
    """

    group: float
    channel: float
    excess: float
    tap: float
    turn: float
    fetches: float
    code_bytes: int
    group_bytes: int


_THUMB2 = _Costs(35.0, 46.0, 18.0, 16.0, 9.0, 2.6, 700, 104)
_THUMB1 = _Costs(41.0, 100.0, 25.0, 25.0, 25.0, 0.0, 700, 66)
_CYCLES_PER_COPIED_WORD = 5.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """Some, for int8 with symmetric weights on cores without DSP: M0, M0+, M3."""
    if node.op != "CONV_2D" or target.dsp or target.core == "host":
        return
    o = operands(graph, node, 0)
    plain = o.given.dtype.name == "int8" and groups(o) == 1 and o.weight_zero_point == 0
    if not plain or o.given.shape[0] != 1:
        return
    rows = o.weights.value.reshape(o.channels, -1)
    ends = _rounding.rounding(o, requantization(node, o), rows, target)
    if ends is None or rows.shape[1] >= _GREATEST_TAPS:
        return
    clipped, excesses = _clipping.clip(_padded(rows))
    for unrolling in _UNROLLINGS:
        step = _step(graph, node, index, o, ends, unrolling, thumb2=target.thumb2)
        costs = _THUMB2 if target.thumb2 else _THUMB1
        count = sum(map(len, excesses))
        offer = _offer(step, o, clipped, count, unrolling, costs, ends.cycles)
        waits = target.constant_read_cycles
        reading = _fours(o) * clipped.size / _clipping.GROUP * waits
        cycles = offer.cycles + costs.fetches * reading
        yield replace(offer, cycles=cycles + reading)
        if waits and clipped.nbytes <= _GREATEST_STAGE_BYTES:
            copying = clipped.size / 4 * (_CYCLES_PER_COPIED_WORD + waits)
            yield replace(offer, step=_staged(step, clipped), cycles=cycles + copying)


def _padded(rows: Array) -> Array:
    return np.pad(rows, ((0, 0), (0, -rows.shape[1] % _clipping.GROUP)))


def _fours(o: Operands) -> int:
    """How often all weights are read: once for four pixels."""
    return -(-o.output.size // o.channels // 4)


def _offer(
    step: Step,
    o: Operands,
    clipped: Array,
    excesses: int,
    unrolling: int,
    costs: _Costs,
    rounding_cycles: float,
) -> Offer:
    outputs, taps = clipped.shape
    words = taps / _clipping.GROUP
    channel = words * costs.group + costs.channel + 4 * rounding_cycles
    channel += words / unrolling * costs.turn
    four = outputs * channel + excesses * costs.excess + taps * costs.tap
    code_bytes = costs.code_bytes + costs.group_bytes * min(taps // 4, unrolling)
    return Offer(step, _fours(o) * four, code_bytes)


def _staged(step: Step, clipped: Array) -> Step:
    """The same with the weights copied to scratch memory first."""
    assert step.kernel is not None
    context = {**dict(step.kernel.context), "staged": True}
    kernel = Kernel.of(f"{step.kernel.name}_staged", step.kernel.template, **context)
    return replace(step, kernel=kernel, scratch_bytes=step.scratch_bytes + clipped.nbytes)


def _step(
    graph: Graph,
    node: Node,
    index: int,
    o: Operands,
    ends: Rounding,
    unrolling: int,
    *,
    thumb2: bool,
) -> Step:
    outputs, height, width, channels = o.weights.shape
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    windowed = padded or height * width > 1
    rows = o.weights.value.reshape(outputs, -1)
    depth = rows.shape[1]
    clipped, excesses = _clipping.clip(_padded(rows))
    taps = clipped.shape[1]
    entries = _clipping.entries(excesses)
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
        thumb2=thumb2,
        loops=_loops(taps // _clipping.GROUP, unrolling),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant=f"{ends.variant}_{entries.dtype}",
        **ends.context,
    )
    prefix = f"layer_{index}"
    words = clipped.view("<u4").astype(np.uint32)
    weights = Constant(
        f"{prefix}_weights", words, "output channel, window row x column x input / 4"
    )
    excess = Constant(f"{prefix}_excess", entries, "see _clipping.py")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const uint32_t *", weights, "clipped in groups of four"),
            Parameter(
                "excess", f"const {entries.dtype}_t *", excess, "per channel a count, then entries"
            ),
            *ends.parameters(prefix),
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
