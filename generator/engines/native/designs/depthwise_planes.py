"""DEPTHWISE_CONV_2D with any window: a channel is taken out of the image, then filtered.

The copy has the border around it and lines along the longer side of the window, so that inputs of
a window follow each other. With SMLAD a word of weights serves two neighbouring outputs: the second
one reads another copy, moved by one input. Without, up to six outputs share what they load. As a
channel is copied before its outputs are written, these may take its place.
"""

from collections.abc import Iterator

import numpy as np

from generator.engines.native.conv_2d import axis
from generator.engines.native.designs import Offer, _pairs, _rounding, _rows
from generator.engines.native.designs._layer import Layer
from generator.engines.native.designs._rounding import Rounding
from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops._weights import Operands, Requantization, operands, requantization
from generator.ops.depthwise_conv_2d import windows
from generator.program import Constant, Kernel, Overlap, Parameter
from generator.targets import Target

_GREATEST_PLANE_BYTES = 16384
_CYCLES_PER_INPUT = 7.0
_CYCLES_PER_WORD, _CYCLES_PER_OUTPUT = 4.5, 9.0
# Without SMLAD: of three taps and of a batch of outputs; there are registers for so many sums.
_CYCLES_PER_THREE, _CYCLES_PER_BATCH, _GREATEST_BATCH = {True: 7.5, False: 14.0}, 35.0, 6


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights and no dilation along the lines."""
    if node.op != "DEPTHWISE_CONV_2D" or target.mve or target.core == "host":
        return
    o = operands(graph, node, 3)
    if o.given.dtype.name != "int8" or o.weight_zero_point or o.given.shape[0] != 1:
        return
    upright = o.weights.shape[1] > o.weights.shape[2]
    vertical, horizontal = windows(graph, node)
    line, across = (vertical, horizontal) if upright else (horizontal, vertical)
    if line.dilation != 1 or (target.dsp and line.stride > 1 and line.stride % 2):
        return
    stage = requantization(node, o)
    rows = o.weights.value.reshape(-1, o.channels).T.astype(np.int64)
    ends = _ends(o, stage, rows, target)
    if ends is None:
        return
    layer = Layer(graph, node, index, o)
    offer = _offer(layer, (line, across), upright, ends, target)
    if offer.step.scratch_bytes <= _GREATEST_PLANE_BYTES:
        yield offer


def _ends(o: Operands, stage: Requantization, rows: Array, target: Target) -> Rounding | None:
    if not target.dsp:
        return _rounding.rounding(o, stage, rows, target)
    line, made = _rounding.line_with_dsp(o, stage, rows), _pairs.stage(o, stage, rows)
    return line if line or made is None else _rounding.with_dsp(made, stage)


def _offer(
    layer: Layer,
    axes: tuple[Axis, Axis],
    upright: bool,
    ends: Rounding,
    target: Target,
) -> Offer:
    o, (line, across) = layer.o, axes
    vertical, horizontal = windows(layer.graph, layer.node)
    at_once = _at_once(line, target)
    words = -(-line.window // 2)
    pitch, lines = _pitch(line, words, target), _reach(across)
    weights = (
        o.weights.value[0].transpose(2, 1, 0) if upright else o.weights.value[0].transpose(2, 0, 1)
    )
    kernel = Kernel.of(
        _name(layer),
        "depthwise_conv_2d_planes",
        cpu="dsp" if target.dsp else "thumb2" if target.thumb2 else "thumb1",
        upright=upright,
        channels=o.given.shape[3],
        outputs=o.channels,
        at_once=at_once,
        words=words,
        chunks=-(-line.window // _rows.WINDOW),
        pitch=pitch,
        lines=lines,
        border=o.given.affine.zero_point,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant=ends.variant,
        **ends.context,
    )
    parameters = _dsp_parameters if target.dsp else _parameters
    step = layer.step(
        kernel,
        (
            *parameters(layer.index, weights, ends, target),
            *(ends.bounds if target.dsp else ()),
        ),
        scratch_bytes=_plane_bytes(pitch * lines, at_once, target),
        overlaps=_overlaps(o),
    )
    cycles = _cycles(o, line, across, words, target) + o.output.size * ends.cycles
    return Offer(step, cycles, 700)


def _plane_bytes(elements: int, at_once: int, target: Target) -> int:
    """Bytes, or halfwords: of two copies where outputs are computed in twos."""
    if not target.dsp:
        return elements + _rows.WINDOW
    return 2 * (2 * elements + 2 if at_once == 2 else elements)


def _at_once(line: Axis, target: Target) -> int:
    """Outputs that share loads."""
    if target.dsp:
        return 2 if line.stride == 1 and line.output_size > 1 else 1
    return -(-line.output_size // -(-line.output_size // _GREATEST_BATCH))


def _reach(a: Axis) -> int:
    """Inputs from the first to the last that any window covers."""
    return (a.output_size - 1) * a.stride + a.reach


def _pitch(line: Axis, words: int, target: Target) -> int:
    """Elements from one line to the next; words are read whole, also for an output too many."""
    if not target.dsp:
        return _reach(line)
    last = (
        (line.output_size - 1) // 2 * 2
        if line.stride == 1
        else (line.output_size - 1) * line.stride
    )
    return max(last + 2 * words, -(-_reach(line) // 2) * 2)


def _name(layer: Layer) -> str:
    o, (vertical, horizontal) = layer.o, windows(layer.graph, layer.node)
    size = f"{vertical.input_size}x{horizontal.input_size}x{o.given.shape[3]}"
    return f"depthwise_{size}_to_{o.channels}_window_{vertical.window}x{horizontal.window}_planes"


def _dsp_parameters(
    index: int, weights: Array, ends: Rounding, target: Target
) -> tuple[Parameter, ...]:
    """First sum, factor, power; then words of two weights."""
    del target
    even = np.pad(weights, ((0, 0), (0, 0), (0, weights.shape[2] % 2)))
    pairs = _words(even).reshape(len(weights), -1)
    words = np.concatenate([ends.scales.astype(np.int64), pairs], axis=1)
    stream = (words & 0xFFFFFFFF).astype(np.uint32)
    constant = Constant(f"layer_{index}_channels", stream, "channel: first sum, scale, weights")
    return (Parameter("channels", "const uint32_t *", constant, "first sums, scales, weights"),)


def _words(weights: Array) -> Array:
    """(…, n) to words of two weights (…, n / 2)."""
    wide = weights.astype(np.int64) & 0xFFFF
    return np.asarray(wide[..., 0::2] | wide[..., 1::2] << 16)


def _parameters(
    index: int, weights: Array, ends: Rounding, target: Target
) -> tuple[Parameter, ...]:
    """Weights in threes: bytes for cores with 32-bit instructions, else words."""
    missing = -weights.shape[2] % _rows.WINDOW
    taps = np.pad(weights, ((0, 0), (0, 0), (0, missing))).reshape(len(weights), -1)
    if not target.thumb2:
        taps = _rows.words_of_three(taps)
    constant = Constant(f"layer_{index}_weights", taps, "channel, across the lines x along them")
    ctype = f"const {taps.dtype}_t *"
    return (
        Parameter("weights", ctype, constant, "channel by channel, in threes along the lines"),
        *ends.parameters(f"layer_{index}"),
    )


def _overlaps(o: Operands) -> tuple[Overlap, ...]:
    same = o.given.shape == o.output.shape
    return (Overlap(o.given.name, "in place", 0),) if same else ()


def _cycles(o: Operands, line: Axis, across: Axis, words: int, target: Target) -> float:
    copied = o.given.size * _CYCLES_PER_INPUT
    if target.dsp:
        per_output = across.window * words * _CYCLES_PER_WORD
    else:
        chunks = -(-line.window // _rows.WINDOW)
        per_output = across.window * chunks * _CYCLES_PER_THREE[target.thumb2]
        per_output += _CYCLES_PER_BATCH / _at_once(line, target)
    return copied + o.output.size * (per_output + _CYCLES_PER_OUTPUT)
