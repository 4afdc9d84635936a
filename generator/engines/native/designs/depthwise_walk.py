"""DEPTHWISE_CONV_2D 3x3 with SMLAD: windows walk along a line in registers assigned by hand.

At each place of the line three inputs are loaded, and enter up to three sums: the outer two by one
SMLAD, the middle one by one SMLABx. Lines are rows of the image, or columns where rows are short: a
column walks through a whole image before the next channel's weights are loaded, but its outputs
cannot lie over the inputs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from generator.engines.native.conv_2d import axis
from generator.engines.native.designs import Offer, _pairs, _rows
from generator.engines.native.designs._constant_channels import with_plain_scales
from generator.engines.native.designs._line import Staircase
from generator.engines.native.designs._offset_line import fit_offset, fit_start
from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, Requantization, operands, requantization
from generator.ops.depthwise_conv_2d import windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_SUM_LIMIT = 2**30
# What a load can add to an address, and what a 16-bit half can count.
_GREATEST_OFFSET, _GREATEST_TURNS = 4095, 2**15
_LEAST_OUTPUTS = 2
# Outputs over inputs save RAM; in rows of more outputs a column gains too little to give that up.
_LONGEST_SHORT_ROW = 8
# Turns of the loop that stand behind each other.
_UNROLLINGS = (1, 3, 8)
_CYCLES_PER_PLACE, _CYCLES_PER_OUTPUT, _CYCLES_BY_LINE, _CYCLES_PER_TURN = 5.3, 13.0, 9.0, 6.0
_CYCLES_PER_LINE, _CYCLES_PER_CHANNEL = 8.0, 16.0
# An output where instructions issue in twos, by the step of the window.
_CYCLES_SIDE_BY_SIDE = {1: 8.0, 2: 13.0}
# Code for lines inside of the image, and for those at either border.
_LINES_OF_CODE, _BYTES_PER_PLACE, _CODE_OF_COPIES = 3, 50, 100
_CYCLES_PER_COPIED_BYTE = 1.5


@dataclass(frozen=True, eq=False)
class _Ends:
    """What differs between outputs by a line and outputs by two roundings.

    weights: int64 (channel, taps) as they are stored. words: int64 (channel, n), behind them.
    shift: the line's, or 0. side_by_side: whether instructions are ordered to issue in twos.
    """

    weights: Array
    words: Array
    shift: int
    rounds_up: bool
    side_by_side: bool


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """By rows, and where rows are short by columns, on cores with the DSP extension."""
    if node.op != "DEPTHWISE_CONV_2D" or not target.dsp or target.mve:
        return
    o = operands(graph, node, 3)
    vertical, horizontal = windows(graph, node)
    if not _rows.applies(o, vertical, horizontal):
        return
    rows = o.weights.value.reshape(_rows.WINDOW**2, o.channels).T.astype(np.int64)
    made = _pairs.stage(o, requantization(node, o), rows)
    if made is None or not made.saturates or not _safe(rows, made):
        return
    ends = _ends(made, requantization(node, o), rows, target.dual_issue)
    row_bytes = horizontal.input_size * o.channels
    if _walkable(horizontal) and 2 * row_bytes <= _GREATEST_OFFSET:
        for turns_unrolled in _UNROLLINGS:
            offer, stream = _offer(graph, node, index, o, ends, "rows", turns_unrolled)
            waits = target.constant_read_cycles
            for way in _rows.staged(offer, stream, waits, vertical.output_size):
                yield way
                if vertical.padded:
                    yield _with_copied_border(way, row_bytes)
    short = horizontal.output_size <= _LONGEST_SHORT_ROW
    if _walkable(vertical) and short and row_bytes <= _GREATEST_OFFSET:
        for turns_unrolled in _UNROLLINGS:
            yield _offer(graph, node, index, o, ends, "columns", turns_unrolled)[0]


def _with_copied_border(offer: Offer, row_bytes: int) -> Offer:
    """The same without code of its own for the first and the last row: they get a copy of their
    inputs in scratch memory, with the border."""
    assert offer.step.kernel is not None
    kernel = offer.step.kernel
    context = {**dict(kernel.context), "copies_border": True}
    step = replace(
        offer.step,
        kernel=Kernel.of(f"{kernel.name}_of_copies", kernel.template, **context),
        scratch_bytes=offer.step.scratch_bytes + _rows.WINDOW * row_bytes,
    )
    copying = 2 * _rows.WINDOW * row_bytes * _CYCLES_PER_COPIED_BYTE
    code = offer.code_bytes // _LINES_OF_CODE
    return replace(
        offer, step=step, cycles=offer.cycles + copying, code_bytes=code + _CODE_OF_COPIES
    )


def _walkable(line: Axis) -> bool:
    return line.stride in (1, 2) and _LEAST_OUTPUTS <= line.output_size < _GREATEST_TURNS


def _safe(rows: Array, made: _pairs.Stage) -> bool:
    greatest = np.abs(made.first) + 128 * np.abs(rows).sum(axis=1)
    return bool(np.all(greatest < _SUM_LIMIT))


def _ends(made: _pairs.Stage, stage: Requantization, rows: Array, side_by_side: bool) -> _Ends:
    stairs = Staircase.of(made.first, with_plain_scales(stage, rows), rows)
    line = fit_start(stairs, made.first) if side_by_side else None
    if line is not None:
        words = np.stack([line.factor, line.start], axis=1)
        return _Ends(rows * line.scale[:, None], words, line.shift, True, True)
    line = fit_offset(stairs, made.first)
    if line is None:
        words = np.stack([made.multipliers, made.powers, made.first], axis=1)
        return _Ends(rows, words, 0, made.rounds_up, False)
    words = np.stack([line.factor, line.offset], axis=1)
    return _Ends(rows * line.scale[:, None], words, line.shift, True, False)


@dataclass(frozen=True)
class _Loop:
    """A line's outputs without those at the ends: before the loop, in its turns, and behind it."""

    before: int
    turns: int
    at_once: int
    behind: int


def _loop(line: Axis, side_by_side: bool, unrolled: int) -> _Loop:
    """The sums take turns in three registers, in two where the window steps by two.

    Side by side an output is stored while the next one is computed, so that the first one stands
    before the loop.
    """
    inner, sums = (line.output_size - 2, 3) if line.stride == 1 else (line.output_size - 1, 2)
    at_once = sums * unrolled
    before = int(side_by_side and inner >= 2 * at_once)
    turns, behind = divmod(inner - before, at_once)
    return _Loop(before, turns, at_once, behind)


def _stream(made: _Ends, walk: str, turns: int) -> Array:
    """uint32 (channel, words), see the template."""
    taps = made.weights.reshape(-1, _rows.WINDOW, _rows.WINDOW)
    # taps[:, across, along]
    taps = taps if walk == "rows" else taps.transpose(0, 2, 1)
    low, high = taps & 0xFFFF, (taps & 0xFFFF) << 16
    outer = [low[:, 0, place] | high[:, 2, place] for place in range(_rows.WINDOW)]
    middle = [low[:, 1, 0] | high[:, 1, 1], low[:, 1, 2] | max(turns - 1, 0) << 16]
    words = np.concatenate([np.stack([*outer, *middle], axis=1), made.words], axis=1)
    return (words & 0xFFFFFFFF).astype(np.uint32)


def _offer(
    graph: Graph, node: Node, index: int, o: Operands, made: _Ends, walk: str, unrolled: int
) -> tuple[Offer, Array]:
    vertical, horizontal = windows(graph, node)
    line, lines = (horizontal, vertical) if walk == "rows" else (vertical, horizontal)
    loop = _loop(line, made.side_by_side, unrolled)
    stream = _stream(made, walk, loop.turns)
    channels = Constant(f"layer_{index}_channels", stream, "channel, see the kernel")
    kernel = Kernel.of(
        f"depthwise_{vertical.input_size}x{horizontal.input_size}x{o.channels}_window_3x3_{walk}",
        "depthwise_conv_2d_walk",
        walk=walk,
        channels=o.channels,
        staged_bytes=0,
        copies_border=False,
        told_order=walk == "rows",
        rounds_up=made.rounds_up,
        by_line=made.shift > 0,
        shift=made.shift,
        side_by_side=made.side_by_side,
        border=o.given.affine.zero_point,
        zero_point=requantization(node, o).output_zero_point,
        at_once=loop.at_once,
        loops=(loop.before, loop.turns, loop.behind),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
    )
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(Parameter("channels", "const uint32_t *", channels, "weights and scales"),),
        overlaps=_rows.overlaps(o, vertical, horizontal) if walk == "rows" else (),
        macs=operator(node.op).macs(graph, node),
    )
    again = lines.output_size if walk == "rows" else 1
    one_line = _line_cycles(line, loop, made)
    cycles = o.channels * (lines.output_size * one_line + again * _CYCLES_PER_CHANNEL)
    places = line.stride * (loop.before + loop.at_once * (loop.turns > 0) + loop.behind + 2)
    return Offer(step, cycles, _LINES_OF_CODE * _BYTES_PER_PLACE * places), stream


def _line_cycles(line: Axis, loop: _Loop, made: _Ends) -> float:
    looping = _CYCLES_PER_LINE + loop.turns * _CYCLES_PER_TURN * (loop.turns > 1)
    if made.side_by_side:
        return looping + line.output_size * _CYCLES_SIDE_BY_SIDE[line.stride]
    places = line.stride * line.output_size
    per_output = _CYCLES_BY_LINE if made.shift else _CYCLES_PER_OUTPUT
    return looping + places * _CYCLES_PER_PLACE + line.output_size * per_output
