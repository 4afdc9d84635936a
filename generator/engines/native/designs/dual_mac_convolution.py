"""CONV_2D with SMLAD: two pixels' windows widened to 16 bits, four output channels at a time.

Inner loop: four loads, two extractions and eight SMLAD for 16 multiply-accumulates, 14 instructions
and 15 cycles on Cortex-M4. A window is widened once and used by all output channels.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from generator.engines.native.conv_2d import axis, overlaps
from generator.engines.native.designs import Offer, _pairs
from generator.engines.native.designs._pair_lines import PairLines, pair_lines
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_GREATEST_TAPS = 2**16
# Bytes from one pixel's outputs to the next one's, as far as a store reaches.
_GREATEST_JUMP = 4095
_UNROLLINGS = (32, 8)
# Weights that are read again for every two pixels may be kept in RAM, if they are few.
_GREATEST_STAGE_BYTES = 16384
_CYCLES_PER_STEP, _CYCLES_PER_BLOCK, _CYCLES_PER_FOUR_TAPS = 15.0, 120.0, 10.0
_CYCLES_PER_TURN, _CYCLES_PER_COPIED_WORD = 9.0, 5.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """For int8 with symmetric weights on cores with the DSP extension: unrolled far or little."""
    if node.op != "CONV_2D" or not target.dsp or target.mve:
        return
    o = operands(graph, node, 0)
    plain = o.given.dtype.name == "int8" and groups(o) == 1 and o.weight_zero_point == 0
    if not plain or o.given.shape[0] != 1:
        return
    rows = o.weights.value.reshape(o.channels, -1)
    made = _pairs.stage(o, requantization(node, o), rows)
    if made is None or rows.shape[1] > _GREATEST_TAPS or not _pairs.packable(rows, made.first):
        return
    lines = (
        pair_lines(made, requantization(node, o), rows) if o.channels <= _GREATEST_JUMP else None
    )
    ordered = _pairs.widened_order(_words_first(o, rows))
    stream = lines.blocks(ordered) if lines else _pairs.blocks(ordered, made)
    for unrolling in _UNROLLINGS:
        step = _step(graph, node, index, o, made, lines, stream, unrolling, target.dual_issue)
        yield _offer(step, o, stream, unrolling, target.constant_read_cycles)
        if target.constant_read_cycles and stream.nbytes <= _GREATEST_STAGE_BYTES:
            yield _offer(_staged(step, stream), o, stream, unrolling, 0.0)


def _offer(step: Step, o: Operands, stream: Array, unrolling: int, wait_cycles: float) -> Offer:
    taps = _taps(o)
    turns = taps / 2 / unrolling
    block = _CYCLES_PER_STEP * taps / 2 + _CYCLES_PER_BLOCK + turns * _CYCLES_PER_TURN
    block += stream.shape[1] * wait_cycles
    pair = len(stream) * block + 2 * taps / 4 * _CYCLES_PER_FOUR_TAPS
    copying = 0.0 if wait_cycles else stream.size * _CYCLES_PER_COPIED_WORD
    pixels = o.output.size // o.channels
    return Offer(step, -(-pixels // 2) * pair + copying, 300 + 50 * min(taps // 2, unrolling))


def _words_first(o: Operands, rows: Array) -> Array:
    """Weights (channel, taps): of every window row what fills words, then what rows leave over."""
    lines = rows.reshape(len(rows), o.weights.shape[1], -1)
    whole = lines.shape[2] // 4 * 4
    parts = (lines[:, :, :whole], lines[:, :, whole:])
    return np.concatenate([part.reshape(len(rows), -1) for part in parts], axis=1)


def _taps(o: Operands) -> int:
    return -(-o.weights.size // o.channels // 4) * 4


def _staged(step: Step, stream: Array) -> Step:
    """The same with the weights copied to scratch memory first."""
    assert step.kernel is not None
    context = {**dict(step.kernel.context), "staged_bytes": stream.nbytes}
    kernel = Kernel.of(f"{step.kernel.name}_staged", step.kernel.template, **context)
    return replace(step, kernel=kernel, scratch_bytes=step.scratch_bytes + stream.nbytes)


def _step(
    graph: Graph,
    node: Node,
    index: int,
    o: Operands,
    made: _pairs.Stage,
    lines: PairLines | None,
    stream: Array,
    unrolling: int,
    interleaved: bool,
) -> Step:
    outputs, height, width, channels = o.weights.shape
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    taps = _taps(o)
    by_words = channels % 4 == 0
    patches_bytes = 4 * taps + (0 if by_words else taps)
    # The outputs of a last pixel without a second one, and what would be that one's.
    odd = vertical.output_size * horizontal.output_size % 2
    last_bytes = -(-2 * outputs // 4) * 4 if lines and odd else 0
    stage = requantization(node, o)
    kernel = Kernel.of(
        f"conv_2d_{vertical.input_size}x{horizontal.input_size}x{channels}_to_{outputs}"
        f"_window_{height}x{width}_dual_mac",
        "conv_2d_dual_mac",
        channels=channels,
        outputs=outputs,
        taps=taps,
        by_words=by_words,
        padded=padded,
        rounds_up=made.rounds_up,
        saturates=made.saturates,
        by_line=lines is not None,
        shifts=lines.shifts if lines else (),
        staged_bytes=0,
        last_at=patches_bytes,
        staged_at=patches_bytes + last_bytes,
        interleaved=interleaved,
        loops=_loops(taps // 2, unrolling),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant="line" if lines else "" if made.saturates else "clamped",
    )
    blocks = Constant(f"layer_{index}_blocks", stream, "output channel / 4, see _pairs.py")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("blocks", "const uint32_t *", blocks, "sums' first values, weights, scales"),
            *(() if lines else (_pairs.zero_point(stage),)),
            *(() if made.saturates else _pairs.bounds(stage)),
            *((_pairs.border(o),) if padded else ()),
        ),
        scratch_bytes=patches_bytes + last_bytes,
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=True),
        macs=operator(node.op).macs(graph, node),
    )


def _loops(steps: int, unrolling: int) -> tuple[int, int, int]:
    """(turns, steps in each, steps after them), with few enough steps at once."""
    if steps <= unrolling:
        return (1, steps, 0)
    sizes = range(unrolling, unrolling // 2, -1)
    size = next((n for n in sizes if steps % n == 0), unrolling)
    return (steps // size, size, steps % size)
