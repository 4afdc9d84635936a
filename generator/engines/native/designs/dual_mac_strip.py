"""CONV_2D with few inputs and SMLAD: the rows under a row of outputs are widened once.

The inner loop of `dual_mac_convolution`. There every pixel's window is widened for itself, and
inputs of neighbouring windows again and again; here windows are read where they lie in a strip of
widened rows (_strip.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.engines.native.conv_2d import axis, overlaps
from generator.engines.native.designs import Offer, _pairs
from generator.engines.native.designs._pair_lines import pair_lines
from generator.engines.native.designs._strip import GREATEST_STEPS, Strip, strip_order
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

# Outputs of two pixels, as far as stores and ADDW reach.
_GREATEST_JUMP = 4080
_CYCLES_PER_COPIED_WORD = 5.0
_BYTES_PER_STEP, _BYTES_PER_BLOCK, _BYTES_AROUND = 46, 200, 500


@dataclass(frozen=True)
class _Costs:
    """Cycles: of two inputs of a block, of its ends, of a pair of pixels beside that, of four
    inputs of a row widened, of a row of outputs, and of a pixel that is computed for itself."""

    step: float
    ends: float
    pair: float
    four: float
    row: float
    single: float


_IN_TURN = _Costs(15.0, 46.0, 12.0, 12.0, 60.0, 60.0)
_SIDE_BY_SIDE = _Costs(8.0, 27.0, 12.0, 9.0, 60.0, 60.0)


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """For int8 with symmetric weights and lines on cores with the DSP extension."""
    if node.op != "CONV_2D" or not target.dsp or target.mve:
        return
    o = operands(graph, node, 0)
    plain = o.given.dtype.name == "int8" and groups(o) == 1 and o.weight_zero_point == 0
    if not plain or o.given.shape[0] != 1 or o.channels > _GREATEST_JUMP:
        return
    vertical, horizontal = windows(graph, node)
    strip = Strip.of(vertical, horizontal, o.given.shape[3])
    if strip is None or vertical.window == horizontal.window == 1:
        return
    rows, stage = o.weights.value.reshape(o.channels, -1), requantization(node, o)
    made = _pairs.stage(o, stage, rows)
    if made is None or not _pairs.packable(rows, made.first):
        return
    lines = pair_lines(made, stage, rows, shared=True) or pair_lines(made, stage, rows)
    if lines is None:
        return
    stream = lines.blocks(strip_order(o.weights.value))
    step = _step(graph, node, index, o, strip, stream, lines.shifts, target.dual_issue)
    yield _offer(step, o, strip, stream, target, target.constant_read_cycles)
    if target.constant_read_cycles and stream.nbytes <= _pairs.GREATEST_STAGE_BYTES:
        yield _offer(_pairs.staged(step, stream), o, strip, stream, target, 0.0)


def _offer(
    step: Step, o: Operands, strip: Strip, stream: Array, target: Target, wait_cycles: float
) -> Offer:
    costs = _SIDE_BY_SIDE if target.dual_issue else _IN_TURN
    _, height, width, _ = o.output.shape
    block = costs.step * strip.steps + costs.ends + stream.shape[1] * wait_cycles
    widened = strip.row_elements / 4 * o.weights.shape[1] * costs.four
    pairs = -(-width // 2) * (len(stream) * block + costs.pair)
    row = pairs + widened + costs.row + width % 2 * costs.single
    copying = 0.0 if wait_cycles else stream.size * _CYCLES_PER_COPIED_WORD
    blocks = _blocks_at_once(o, strip)
    code = _BYTES_AROUND + blocks * (_BYTES_PER_BLOCK + _BYTES_PER_STEP * strip.steps)
    return Offer(step, height * row + copying, code)


def _step(
    graph: Graph,
    node: Node,
    index: int,
    o: Operands,
    strip: Strip,
    stream: Array,
    shifts: tuple[int, int],
    interleaved: bool,
) -> Step:
    outputs, height, width, channels = o.weights.shape
    vertical, horizontal = windows(graph, node)
    # Behind the strip: what stands for rows outside of the image; outputs of a last pixel and of
    # what would be beside it.
    outside_bytes = -(-strip.row_elements // 4) * 4 if vertical.padded else 0
    last_at = strip.size_bytes + outside_bytes
    last_bytes = -(-2 * outputs // 4) * 4 if horizontal.output_size % 2 else 0
    kernel = Kernel.of(
        f"conv_2d_{vertical.input_size}x{horizontal.input_size}x{channels}_to_{outputs}"
        f"_window_{height}x{width}_dual_mac_strip",
        "conv_2d_dual_mac_strip",
        channels=channels,
        outputs=outputs,
        padded=horizontal.padded,
        shifts=shifts,
        interleaved=interleaved,
        loops=(1, strip.steps, 0),
        blocks_at_once=_blocks_at_once(o, strip),
        record_elements=strip.record_elements,
        record_words=strip.record_words,
        records=strip.records,
        pixel_bytes=strip.pixel_bytes,
        offsets=strip.offsets,
        row_elements=strip.row_elements,
        outside_at=strip.size_bytes if outside_bytes else 0,
        last_at=last_at,
        staged_at=last_at + last_bytes,
        staged_bytes=0,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
    )
    blocks = Constant(f"layer_{index}_blocks", stream, "output channel / 4, see _pairs.py")
    padded = vertical.padded or horizontal.padded
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("blocks", "const uint32_t *", blocks, "sums' first values, weights, scales"),
            *((_pairs.border(o),) if padded else ()),
        ),
        scratch_bytes=last_at + last_bytes,
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=True),
        macs=operator(node.op).macs(graph, node),
    )


def _blocks_at_once(o: Operands, strip: Strip) -> int:
    """Blocks that follow each other in the code: as many as have the steps that one may have."""
    fitting = (n for n in (4, 2) if n * strip.steps <= GREATEST_STEPS and o.channels % (4 * n) == 0)
    return next(fitting, 1)
