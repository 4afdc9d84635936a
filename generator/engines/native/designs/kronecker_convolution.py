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
# Where the words of an input lie is told in 16 bits, and one half from the other in 12.
_GREATEST_TAPS, _GREATEST_SPLIT_TAPS = 2**13, 1000
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


_THUMB2 = _Costs(35.0, 40.0, 24.0, 16.0, 9.0, 2.6, 700, 104)
_THUMB1 = _Costs(41.0, 62.0, 24.0, 25.0, 25.0, 0.0, 700, 66)
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
        if waits and target.thumb2 and step.weights_bytes <= _GREATEST_STAGE_BYTES:
            copying = step.weights_bytes / 4 * (_CYCLES_PER_COPIED_WORD + waits)
            yield replace(offer, step=_staged(step), cycles=cycles + copying)


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


def _staged(step: Step) -> Step:
    """The same with the weights copied to scratch memory first."""
    assert step.kernel is not None
    context = dict(step.kernel.context)
    context |= {"staged": True, "variant": f"{context['variant']}_staged"}
    kernel = Kernel.of(f"{step.kernel.name}_staged", step.kernel.template, **context)
    count = Parameter("words", "int32_t", step.weights_bytes // 4, "of the stream")
    return replace(
        step,
        kernel=kernel,
        parameters=(*step.parameters, count),
        scratch_bytes=step.scratch_bytes + step.weights_bytes,
    )


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
    copied = padded or horizontal.dilation > 1
    windows_bytes = _windows_bytes(o, padded=padded, copied=copied)
    rows = o.weights.value.reshape(outputs, -1)
    depth = rows.shape[1]
    clipped, excesses = _clipping.clip(_padded(rows))
    taps = clipped.shape[1]
    depth_bytes = -(-depth // 4) * 4
    whole_groups = height == 1 or width * channels % _clipping.GROUP == 0
    split = thumb2 and taps <= _GREATEST_SPLIT_TAPS and whole_groups
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
        copied=copied,
        windows_bytes=windows_bytes,
        staged=False,
        thumb2=thumb2,
        split=split,
        loops=_loops(taps // _clipping.GROUP, unrolling),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant=ends.variant,
        **ends.context,
    )
    words = _stream(clipped, excesses, ends, split=split)
    stream = Constant(f"layer_{index}_stream", words, "output channel: see the kernel")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("stream", "const uint32_t *", stream, "weights and scales"),
            *ends.bounds,
            *((_pairs.border(o),) if padded else ()),
        ),
        scratch_bytes=8 * taps + windows_bytes,
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=True),
        macs=operator(node.op).macs(graph, node),
    )


def _windows_bytes(o: Operands, *, padded: bool, copied: bool) -> int:
    """Copies of four windows, or of one where pixels are left over that are computed singly."""
    _, height, width, channels = o.weights.shape
    rest = o.output.size // o.channels % 4 > 0
    count = 4 if copied else int(rest and (padded or height * width > 1))
    return count * -(-height * width * channels // 4) * 4


def _stream(
    clipped: Array, excesses: list[list[tuple[int, int]]], ends: Rounding, *, split: bool
) -> Array:
    """uint32 words, channel after channel: first sum, weights, scale, count of excesses, these.

    The count stands above an offset or a shift, an excess above where its input's words lie.
    """
    taps = clipped.shape[1]
    first, scales = ends.scales[:, :1].view(np.uint32), ends.scales[:, 1:].view(np.uint32)
    heads = np.concatenate([first, clipped.view("<u4"), scales], axis=1).astype(np.uint32)
    low = np.zeros(len(clipped), np.int64) if ends.ends is None else ends.ends.astype(np.int64)
    stream: list[int] = []
    for channel, lost in enumerate(excesses):
        stream += [*heads[channel].tolist(), len(lost) << 16 | int(low[channel]) & 0xFFFF]
        places = [excess << 16 | _place(tap, taps, split=split) for tap, excess in lost]
        stream += [place & 0xFFFFFFFF for place in places]
    return np.array(stream, np.uint32)


def _place(tap: int, taps: int, *, split: bool) -> int:
    """Bytes from the first word of inputs to those of one, see the kernel."""
    group, position = divmod(tap, _clipping.GROUP)
    if not split:
        return 8 * tap
    return 16 * group + (8 * (position - 2) if position > 1 else 4 * taps + 8 * position)


def _loops(count: int, unrolling: int) -> tuple[int, int, int]:
    """(turns, groups in each, groups after them): few enough groups at once."""
    if count <= unrolling:
        return (1, count, 0)
    sizes = range(unrolling, unrolling // 2, -1)
    size = next((n for n in sizes if count % n == 0), unrolling)
    return (count // size, size, count % size)
