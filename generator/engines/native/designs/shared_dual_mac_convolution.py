"""CONV_2D with SMLAD by one function for all layers: their shapes are numbers that it reads.

The inner loop of `dual_mac_convolution`, eight inputs in each turn; what is around it is general
and therefore slower, which matters less the more channels there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generator.engines.native.conv_2d import overlaps
from generator.engines.native.designs import Offer, _pairs
from generator.engines.native.designs._layer import Layer
from generator.engines.native.designs._pair_lines import PairLines, pair_lines
from generator.engines.native.designs._shape_fields import shape_fields
from generator.graph import Array, Graph, Node
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_GREATEST_TAPS = 2**16
_STEPS_PER_TURN = 4
_TAPS_PER_TURN = 2 * _STEPS_PER_TURN
_CYCLES_PER_TURN, _CYCLES_PER_BLOCK = 69.0, 190.0
_CYCLES_PER_TAP, _CYCLES_PER_POSITION = 4.0, 60.0
_CODE_BYTES = 750
# The same with outputs by lines (see _pair_lines.py).
_STEPS_PER_LONG_TURN, _STEP_BYTES = 8, 48
_LINES_CODE_BYTES = 1000


@dataclass(frozen=True)
class _Cycles:
    """Measured: of a step of two inputs, a turn and the ends of a block; of a pair of pixels, two
    inputs of it widened, a tap and a line of a window copied."""

    step: float
    turn: float
    block: float
    pair: float
    widened: float
    tap: float
    line: float


_SINGLE = _Cycles(15.0, 9.0, 70.0, 255.0, 5.0, 6.0, 43.0)
_DUAL_ISSUE = _Cycles(8.0, 10.0, 55.0, 214.0, 3.0, 4.0, 26.0)


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights on cores with the DSP extension."""
    if node.op != "CONV_2D" or not target.dsp or target.mve:
        return
    o = operands(graph, node, 0)
    plain = o.given.dtype.name == "int8" and groups(o) == 1 and o.weight_zero_point == 0
    if not plain or o.given.shape[0] != 1:
        return
    layer = Layer(graph, node, index, o)
    rows = o.weights.value.reshape(o.channels, -1)
    made = _pairs.stage(o, requantization(node, o), rows)
    if made is None or rows.shape[1] > _GREATEST_TAPS or not _pairs.packable(rows, made.first):
        return
    lines = pair_lines(made, requantization(node, o), rows, shared=True)
    if lines and windows(graph, node)[1].dilation == 1:
        yield _by_lines(layer, lines, target)
    padded = np.pad(rows, ((0, 0), (0, -rows.shape[1] % _TAPS_PER_TURN)))
    stream = _pairs.blocks(_pairs.widened_order(padded), made)
    turns = padded.shape[1] // _TAPS_PER_TURN
    step = _step(layer, made, stream, turns, target)
    yield _offer(step, o, stream, turns, target.constant_read_cycles)


def _shared_step(
    layer: Layer, kernel: Kernel, stream: Array, own: tuple[Parameter, ...], scratch_bytes: int
) -> Step:
    """own: what the layer's structure holds besides its weights, its shape and its channels."""
    o, (vertical, horizontal) = layer.o, windows(layer.graph, layer.node)
    blocks = Constant(f"layer_{layer.index}_blocks", stream, "output channel / 4, see _pairs.py")
    parameters = (
        Parameter("blocks", "const uint32_t *", blocks, "sums' first values, weights, scales"),
        *shape_fields(vertical, horizontal),
        Parameter("channels", "int16_t", o.given.shape[3], "of the input"),
        Parameter("outputs", "int16_t", o.channels, "channels of the output"),
        *own,
    )
    return layer.step(
        kernel,
        parameters,
        scratch_bytes=scratch_bytes,
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=True),
    )


def _border(o: Operands) -> Parameter:
    """What stands outside of the image."""
    return Parameter("border", "int16_t", o.given.affine.zero_point, "the input for 0.0")


def _by_lines(layer: Layer, lines: PairLines, target: Target) -> Offer:
    """Sixteen inputs in each turn, outputs by lines, windows of one pixel where they lie."""
    o, (vertical, horizontal) = layer.o, windows(layer.graph, layer.node)
    stream = lines.blocks(_pairs.widened_order(o.weights.value.reshape(o.channels, -1)))
    depth = o.weights.size // o.channels
    steps = -(-depth // 4) * 2
    whole = vertical.window * horizontal.window == 1 and o.given.shape[3] % 4 == 0
    copied = vertical.padded or horizontal.padded or not whole
    kernel = Kernel.of(
        "conv_2d_shared_dual_mac_line",
        "conv_2d_dual_mac_shared_line",
        steps=_STEPS_PER_LONG_TURN,
        step_bytes=_STEP_BYTES,
        interleaved=target.dual_issue,
        shifts=lines.shifts,
        told_order=True,
        variant="",
    )
    own = (
        Parameter("taps", "int16_t", 2 * steps, "inputs of an output, in fours"),
        Parameter("skipped", "int16_t", -steps % _STEPS_PER_LONG_TURN, "first steps of a turn"),
        _border(o),
        Parameter("copied", "int16_t", int(copied), "whether windows are copied: 0 or 1"),
    )
    step = _shared_step(layer, kernel, stream, own, 2 * steps * (6 if copied else 4))
    takes = _DUAL_ISSUE if target.dual_issue else _SINGLE
    block = steps * (takes.step + takes.turn / _STEPS_PER_LONG_TURN)
    block += takes.block + stream.shape[1] * target.constant_read_cycles
    pair = takes.pair + steps * takes.widened
    if copied:
        pair += 2 * (depth * takes.tap + vertical.window * takes.line)
    pairs = -(-(o.output.size // o.channels) // 2)
    return Offer(step, pairs * (len(stream) * block + pair), _LINES_CODE_BYTES)


def _offer(step: Step, o: Operands, stream: Array, turns: int, waits: float) -> Offer:
    pairs = -(-(o.output.size // o.channels) // 2)
    _, height, width, _ = o.weights.shape
    block = turns * _CYCLES_PER_TURN + _CYCLES_PER_BLOCK + stream.shape[1] * waits
    gathering = turns * _TAPS_PER_TURN * _CYCLES_PER_TAP + height * width * _CYCLES_PER_POSITION
    return Offer(step, pairs * (len(stream) * block + 2 * gathering), _CODE_BYTES)


def _step(layer: Layer, made: _pairs.Stage, stream: Array, turns: int, target: Target) -> Step:
    stage = requantization(layer.node, layer.o)
    kernel = Kernel.of(
        "conv_2d_shared_dual_mac" + ("" if made.saturates else "_clamped"),
        "conv_2d_dual_mac_shared",
        steps=_STEPS_PER_TURN,
        interleaved=target.dual_issue,
        told_order=True,
        saturates=made.saturates,
        variant="shared" if made.saturates else "shared_clamped",
    )
    own = (
        Parameter("turns", "int16_t", turns, "of the inner loop, for eight inputs each"),
        Parameter("zero_point", "int16_t", stage.output_zero_point, "the output for 0.0"),
        _border(layer.o),
        *(() if made.saturates else _pairs.bounds(stage)),
    )
    return _shared_step(layer, kernel, stream, own, 5 * turns * _TAPS_PER_TURN)
