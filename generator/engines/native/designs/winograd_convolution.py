"""CONV_2D 3x3 with stride one by Winograd's filtering in integers.

A tile of 4x4 outputs takes 36 multiplications for each pair of channels instead of 144, one of 2x2
takes 16 instead of 36; their weights are 8 and 3.6 times larger, as they are stored transformed.
Results come out as multiples of 576 or 4 and are divided exactly: nothing is approximated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from generator.engines.native._overlap import sliding_window
from generator.engines.native.conv_2d import axis
from generator.engines.native.designs import Offer, _pairs, _rounding
from generator.engines.native.designs._layer import Layer
from generator.engines.native.designs._rounding import Rounding
from generator.engines.native.designs._winograd import TRANSFORMS, WINDOW, Transform
from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Overlap, Parameter, Step
from generator.targets import Target

# A whole row is one column of a window: rows are written while those under them are still read.
_WHOLE_ROW = Axis(1, 1, 1, 1, 1, 0)
_TILES_AT_ONCE = 2


@dataclass(frozen=True)
class _Cpu:
    """How a kind of core does it, and what that costs.

    name: "dsp", "thumb2" or "thumb1". block: output channels at once. code_steps: steps of two
    inputs whose code stands in a row. cycles: of a step, of ending a position; by the tile's size
    those of a channel's inputs and of a channel's outputs.
    """

    name: str
    block: int
    code_steps: int
    step_cycles: float
    position_cycles: float
    input_cycles: dict[int, float]
    output_cycles: dict[int, float]


_DSP = _Cpu("dsp", 4, 32, 16.0, 20.0, {2: 80.0, 4: 220.0}, {2: 120.0, 4: 400.0})
_DUAL_ISSUE = _Cpu("dsp", 4, 32, 8.0, 16.0, {2: 50.0, 4: 130.0}, {2: 70.0, 4: 230.0})
_THUMB2 = _Cpu("thumb2", 4, 16, 49.0, 28.0, {2: 80.0, 4: 240.0}, {2: 150.0, 4: 480.0})
_THUMB1 = _Cpu("thumb1", 2, 16, 34.0, 25.0, {2: 160.0, 4: 500.0}, {2: 400.0, 4: 1600.0})


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """Tiles of 2x2 and of 4x4, for int8 with symmetric weights and channels in fours."""
    if node.op != "CONV_2D" or target.mve or target.core == "host":
        return
    o = operands(graph, node, 0)
    plain = o.given.dtype.name == "int8" and groups(o) == 1 and o.weight_zero_point == 0
    if not plain or o.given.shape[0] != 1 or o.given.shape[3] % 4:
        return
    layer = Layer(graph, node, index, o)
    vertical, horizontal = windows(graph, node)
    if not (_applies(vertical) and _applies(horizontal)):
        return
    rows = o.weights.value.reshape(o.channels, -1).astype(np.int64)
    for ends in _endings(node, o, rows, target):
        first = ends.scales[:, 0].astype(np.int64)
        greatest = np.abs(first) + 128 * np.abs(rows).sum(axis=1)
        for transform in TRANSFORMS:
            if np.all(greatest < transform.sum_limit):
                stream = _stream(o, first, ends.words, transform, _cpu(target).block)
                step = _step(layer, ends, stream, transform, target)
                offer = _offer(step, o, (vertical, horizontal), transform, target)
                yield replace(offer, cycles=offer.cycles + ends.cycles * o.output.size)


def _cpu(target: Target) -> _Cpu:
    if target.dsp:
        return _DUAL_ISSUE if target.dual_issue else _DSP
    return _THUMB2 if target.thumb2 else _THUMB1


def _endings(node: Node, o: Operands, rows: Array, target: Target) -> list[Rounding]:
    """The quickest way from sums to outputs, and the one that every layer can share."""
    stage = requantization(node, o)
    if target.dsp:
        made = _pairs.stage(o, stage, rows)
        ways = [made, replace(made, rounds_up=False)] if made and made.rounds_up else [made]
        return [_rounding.with_dsp(way, stage) for way in ways if way]
    quickest = _rounding.rounding(o, stage, rows, target)
    common = _rounding.twice(o, stage, rows, target)
    both = [way for way in (quickest, common) if way is not None]
    return both[:1] if len(both) == 2 and both[0].context == both[1].context else both


def _applies(a: Axis) -> bool:
    return a.window == WINDOW and a.stride == 1 and a.dilation == 1


def _offer(
    step: Step, o: Operands, axes: tuple[Axis, Axis], transform: Transform, target: Target
) -> Offer:
    cpu = _cpu(target)
    tiles = int(np.prod([-(-a.output_size // transform.size) for a in axes]))
    channels, blocks = o.given.shape[3], -(-o.channels // cpu.block)
    steps = channels / 2
    position = cpu.position_cycles + steps * cpu.step_cycles
    position += steps * cpu.block * target.constant_read_cycles
    tile = channels * cpu.input_cycles[transform.size]
    tile += blocks * cpu.block * cpu.output_cycles[transform.size]
    cycles = tiles * (tile + blocks * transform.positions * position / _TILES_AT_ONCE)
    return Offer(step, cycles, 2600)


def _step(
    layer: Layer, ends: Rounding, stream: Array, transform: Transform, target: Target
) -> Step:
    o = layer.o
    vertical, horizontal = windows(layer.graph, layer.node)
    channels, cpu = o.given.shape[3], _cpu(target)
    kernel = Kernel.of(
        f"conv_2d_{vertical.input_size}x{horizontal.input_size}x{channels}_to_{o.channels}"
        f"_window_3x3_winograd_{transform.size}x{transform.size}",
        "conv_2d_winograd",
        cpu=cpu.name,
        block=cpu.block,
        size=transform.size,
        shift=transform.shift,
        inverse=transform.inverse,
        channels=channels,
        outputs=o.channels,
        positions_at_once=_positions_at_once(channels // 2, transform, cpu),
        interleaved=target.dual_issue,
        told_order=True,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant=ends.variant,
        **ends.context,
    )
    meaning = f"output channel / {cpu.block}: first sums, weights by position, scales"
    blocks = Constant(f"layer_{layer.index}_blocks", stream, meaning)
    return layer.step(
        kernel,
        (
            Parameter("blocks", "const uint32_t *", blocks, "first sums, weights, scales"),
            *ends.bounds,
            _pairs.border(o),
        ),
        scratch_bytes=_scratch_bytes(channels, transform, cpu.block),
        overlaps=_overlaps(o, vertical, horizontal, transform),
    )


def _positions_at_once(steps: int, transform: Transform, cpu: _Cpu) -> int:
    """Positions whose code follows each other before the loop turns."""
    fitting = (n for n in (6, 4, 3, 2) if transform.positions % n == 0)
    return next((n for n in fitting if n * steps <= cpu.code_steps), 1)


def _scratch_bytes(channels: int, transform: Transform, block: int) -> int:
    """Two tiles' inputs as halfwords and their sums for every position, and one tile of inputs."""
    inputs = channels * _TILES_AT_ONCE * 2
    sums = _TILES_AT_ONCE * block * 4
    return transform.positions * (inputs + sums + channels)


def _stream(o: Operands, first: Array, ends: Array, transform: Transform, block: int) -> Array:
    """uint32 (output channels / block, words): first sums, `block` words for two inputs, ends.

    Words go by position, then by input. Inputs count from -128: so does the input's zero point.
    """
    count = -(-o.channels // block)
    missing = count * block - o.channels
    offset = 128 * o.weights.value.reshape(o.channels, -1).sum(axis=1, dtype=np.int64)
    starts = np.pad((first - offset) * transform.scale, (0, missing)).reshape(count, -1)
    wide = np.pad(transform.weights(o.weights.value), ((0, missing), (0, 0), (0, 0)))
    # A word of four inputs is taken apart into bytes 0 and 2, then 1 and 3.
    fours = wide.reshape(*wide.shape[:2], -1, 4)[..., [0, 2, 1, 3]].reshape(wide.shape) & 0xFFFF
    words = fours[..., 0::2] | fours[..., 1::2] << 16
    blocks = words.reshape(count, block, -1).transpose(0, 2, 1).reshape(count, -1)
    scales = np.pad(ends, ((0, missing), (0, 0))).reshape(count, -1)
    return (np.concatenate([starts, blocks, scales], axis=1) & 0xFFFFFFFF).astype(np.uint32)


def _overlaps(
    o: Operands, vertical: Axis, horizontal: Axis, transform: Transform
) -> tuple[Overlap, ...]:
    """A row of tiles is written while the rows under it are still read."""
    tiles, rest = divmod(vertical.output_size, transform.size)
    rows_of_tiles = Axis(
        vertical.input_size,
        tiles + bool(rest),
        transform.span,
        transform.size,
        1,
        vertical.pad_before,
    )
    ways = sliding_window(
        o.given.name,
        rows_of_tiles,
        _WHOLE_ROW,
        horizontal.input_size * o.given.shape[3],
        transform.size * horizontal.output_size * o.channels,
        reads_pixel_first=False,
    )
    return tuple(way for way in ways if way.order == "ascending" or not rest)
