"""CONV_2D with SMLAD: two pixels' windows widened to 16 bits, four output channels at a time.

Inner loop: four loads, two extractions and eight SMLAD for 16 multiply-accumulates, 14 instructions
and 15 cycles on Cortex-M4. A window is widened once and used by all output channels.
"""

from collections.abc import Iterator

from generator.engines.native.conv_2d import axis, overlaps
from generator.engines.native.designs import Offer, _pairs
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

# Inputs are widened by fours: SXTB16 takes bytes 0 and 2, then 1 and 3.
_WIDENED = 4
_GREATEST_TAPS = 2**16
_STEPS_AT_ONCE = 32
_CYCLES_PER_STEP, _CYCLES_PER_BLOCK, _CYCLES_PER_FOUR_TAPS = 15.0, 75.0, 7.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights on cores with the DSP extension."""
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
    yield _offer(graph, node, index, o, made)


def _offer(graph: Graph, node: Node, index: int, o: Operands, made: _pairs.Stage) -> Offer:
    outputs, height, width, channels = o.weights.shape
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    rows = _pairs.widened_order(o.weights.value.reshape(outputs, -1))
    stream = _pairs.blocks(rows, made)
    taps = rows.shape[1]
    by_words = channels % _WIDENED == 0
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
        loops=_loops(taps // 2),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant="" if made.saturates else "clamped",
    )
    blocks = Constant(f"layer_{index}_blocks", stream, "output channel / 4, see _pairs.j2")
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("blocks", "const uint32_t *", blocks, "sums' first values, weights, scales"),
            Parameter("zero_point", "int32_t", stage.output_zero_point, "the output for 0.0"),
            *(() if made.saturates else _pairs.bounds(stage)),
            *((_pairs.border(o),) if padded else ()),
        ),
        scratch_bytes=4 * taps + (0 if by_words else taps),
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=True),
        macs=operator(node.op).macs(graph, node),
    )
    pairs_of_pixels = -(-vertical.output_size * horizontal.output_size // 2)
    block_cycles = _CYCLES_PER_STEP * taps / 2 + _CYCLES_PER_BLOCK
    cycles = pairs_of_pixels * (
        len(stream) * block_cycles + 2 * taps / _WIDENED * _CYCLES_PER_FOUR_TAPS
    )
    return Offer(step, cycles, 300 + 50 * min(taps // 2, _STEPS_AT_ONCE))


def _loops(steps: int) -> tuple[int, int, int]:
    """(turns, steps in each, steps after them), with few enough steps at once."""
    if steps <= _STEPS_AT_ONCE:
        return (1, steps, 0)
    turns = -(-steps // _STEPS_AT_ONCE)
    size = next((n for n in range(_STEPS_AT_ONCE, 15, -1) if steps % n == 0), steps // turns)
    return (steps // size, size, steps % size)
