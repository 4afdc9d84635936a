"""CONV_2D with SMLAD: two pixels' windows widened to 16 bits, four output channels at a time.

Inner loop: four loads, two extractions and eight SMLAD for 16 multiply-accumulates, 14 instructions
and 15 cycles on Cortex-M4. A window is widened once and used by all output channels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from generator.engines.native.conv_2d import axis, overlaps
from generator.engines.native.designs import Offer, _pairs
from generator.engines.native.designs._pair_lines import PairLines, pair_lines
from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_GREATEST_TAPS = 2**16
# Bytes from one pixel's outputs to the next one's, as far as a store reaches.
_GREATEST_JUMP = 4080
# What one instruction adds to an address.
_GREATEST_ADDEND = 4095
_UNROLLINGS = (32, 8)
_GREATEST_IMAGE_BYTES = 4096
_CYCLES_PER_COPIED_WORD, _CYCLES_PER_COPIED_TAP = 5.0, 2.0
_BYTES_PER_STEP, _BYTES_PER_BLOCK, _BYTES_AROUND = 46, 200, 250


@dataclass(frozen=True)
class _Costs:
    """Cycles: of two inputs of a block, of its ends by lines and by two roundings, of a turn of the
    inner loop, of four inputs of a pixel widened, of a pair of pixels beside all that, in a row
    (see `_in_a_row`) or not, and of going from one block to the next."""

    step: float
    lines: float
    roundings: float
    turn: float
    four_taps: float
    pair: float
    pair_in_a_row: float
    looping: float


_IN_TURN = _Costs(15.0, 53.0, 90.0, 8.0, 6.5, 50.0, 16.0, 6.0)
_SIDE_BY_SIDE = _Costs(8.0, 28.0, 60.0, 8.0, 5.0, 60.0, 14.0, 1.0)


@dataclass(frozen=True, eq=False)
class _Packed:
    """Weights and what stands around them in the stream, with lines where the layer has them."""

    made: _pairs.Stage
    lines: PairLines | None
    stream: Array


@dataclass(frozen=True)
class _Way:
    """How a layer is computed. bordered: see `_with_border_or_not`."""

    unrolling: int
    interleaved: bool
    bordered: tuple[int, int]


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
    ordered = _pairs.widened_order(_words_first(o, rows))
    lines = None
    if o.channels <= _GREATEST_JUMP:
        stage = requantization(node, o)
        # With the shifts of other layers, if it can be, to share a function.
        lines = pair_lines(made, stage, rows, shared=True) or pair_lines(made, stage, rows)
    packed = _Packed(made, lines, lines.blocks(ordered) if lines else _pairs.blocks(ordered, made))
    for unrolling, bordered in product(_UNROLLINGS, _with_border_or_not(graph, node, o)):
        way = _Way(unrolling, target.dual_issue, bordered)
        step = _step(graph, node, index, o, packed, way)
        yield _offer(step, o, packed, way, target.constant_read_cycles)
        if target.constant_read_cycles and packed.stream.nbytes <= _pairs.GREATEST_STAGE_BYTES:
            yield _offer(_pairs.staged(step, packed.stream), o, packed, way, 0.0)


def _with_border_or_not(graph: Graph, node: Node, o: Operands) -> tuple[tuple[int, int], ...]:
    """(bytes from row to row, bytes) of a copy of the image with its border; zeros for none.

    Small images of few channels may be copied, so that no window sticks out of them.
    """
    vertical, horizontal = windows(graph, node)
    channels = o.given.shape[3]
    padded = vertical.padded or horizontal.padded
    rows, columns = (
        max((a.output_size - 1) * a.stride + a.reach, a.pad_before + a.input_size)
        for a in (vertical, horizontal)
    )
    image = (columns * channels, -(-rows * columns * channels // 4) * 4)
    useful = padded and channels % 4 and horizontal.dilation == 1
    return ((0, 0), image) if useful and image[1] <= _GREATEST_IMAGE_BYTES else ((0, 0),)


def _offer(step: Step, o: Operands, packed: _Packed, way: _Way, wait_cycles: float) -> Offer:
    taps, stream = _taps(o), packed.stream
    costs = _SIDE_BY_SIDE if way.interleaved else _IN_TURN
    block = costs.step * taps / 2 + (costs.lines if packed.lines else costs.roundings)
    block -= costs.looping * (1 - 1 / _blocks_at_once(o, way.unrolling))
    block += taps / 2 / way.unrolling * costs.turn * (taps / 2 > way.unrolling)
    block += stream.shape[1] * wait_cycles
    assert step.kernel is not None
    context = dict(step.kernel.context)
    pair = len(stream) * block + 2 * taps / 4 * costs.four_taps
    pair += costs.pair_in_a_row if context["in_a_row"] else costs.pair
    if context["from_copy"]:
        pair += 2 * taps * _CYCLES_PER_COPIED_TAP
    copying = 0.0 if wait_cycles else stream.size * _CYCLES_PER_COPIED_WORD
    copying += way.bordered[1]
    pixels = o.output.size // o.channels
    blocks = _blocks_at_once(o, way.unrolling)
    code = _BYTES_AROUND + blocks * (
        _BYTES_PER_BLOCK + _BYTES_PER_STEP * min(taps // 2, way.unrolling)
    )
    return Offer(step, -(-pixels // 2) * pair + copying, code)


def _words_first(o: Operands, rows: Array) -> Array:
    """Weights (channel, taps): of every window row what fills words, then what rows leave over."""
    lines = rows.reshape(len(rows), o.weights.shape[1], -1)
    whole = lines.shape[2] // 4 * 4
    parts = (lines[:, :, :whole], lines[:, :, whole:])
    return np.concatenate([part.reshape(len(rows), -1) for part in parts], axis=1)


def _in_a_row(o: Operands, vertical: Axis, horizontal: Axis) -> bool:
    """Whether windows are pixels, one behind the other, that can be taken two by two.

    Inputs are then widened and pairs are counted in the same assembly as outputs are computed.
    """
    channels, pixels = o.given.shape[3], o.output.size // o.channels
    pointwise = all(a.window == a.stride == 1 and not a.padded for a in (vertical, horizontal))
    reach = max(2 * channels, 3 * o.channels)
    return pointwise and channels % 4 == pixels % 2 == 0 and reach <= _GREATEST_ADDEND


def _taps(o: Operands) -> int:
    return -(-o.weights.size // o.channels // 4) * 4


def _step(
    graph: Graph,
    node: Node,
    index: int,
    o: Operands,
    packed: _Packed,
    way: _Way,
) -> Step:
    made, lines = packed.made, packed.lines
    outputs, height, width, channels = o.weights.shape
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    taps = _taps(o)
    by_words = channels % 4 == 0
    from_copy = not by_words and (padded or horizontal.dilation > 1) and not way.bordered[1]
    patches_bytes = 4 * taps + (2 * taps if from_copy else way.bordered[1])
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
        from_copy=from_copy,
        bordered_pitch=way.bordered[0],
        bordered_bytes=way.bordered[1],
        rounds_up=made.rounds_up,
        saturates=made.saturates,
        by_line=lines is not None,
        in_a_row=lines is not None and _in_a_row(o, vertical, horizontal),
        shifts=lines.shifts if lines else (),
        staged_bytes=0,
        last_at=patches_bytes,
        staged_at=patches_bytes + last_bytes,
        interleaved=way.interleaved,
        loops=_loops(taps // 2, way.unrolling),
        blocks_at_once=_blocks_at_once(o, way.unrolling) if lines else 1,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant="line" if lines else "" if made.saturates else "clamped",
    )
    blocks = Constant(f"layer_{index}_blocks", packed.stream, "output channel / 4, see _pairs.py")
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


def _blocks_at_once(o: Operands, unrolling: int) -> int:
    """Blocks that follow each other in the code: as many as have the steps that one may have."""
    fitting = (n for n in (4, 2) if n * _taps(o) // 2 <= unrolling and o.channels % (4 * n) == 0)
    return next(fitting, 1)


def _loops(steps: int, unrolling: int) -> tuple[int, int, int]:
    """(turns, steps in each, steps after them), with few enough steps at once."""
    if steps <= unrolling:
        return (1, steps, 0)
    sizes = range(unrolling, unrolling // 2, -1)
    size = next((n for n in sizes if steps % n == 0), unrolling)
    return (steps // size, size, steps % size)
