"""CONV_2D 3x3 with stride one by Winograd's filtering in integers, on cores with SMLAD.

A tile of 4x4 outputs takes 36 multiplications for each pair of channels instead of 144, one of 2x2
takes 16 instead of 36; their weights are 8 and 3.6 times larger, as they are stored transformed.
Results come out as multiples of 576 or 4 and are divided exactly: nothing is approximated.
"""

from collections.abc import Iterator

import numpy as np

from generator.engines.native._overlap import sliding_window
from generator.engines.native.conv_2d import axis
from generator.engines.native.designs import Offer, _pairs
from generator.engines.native.designs._winograd import TRANSFORMS, WINDOW, Transform
from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Overlap, Parameter, Step
from generator.targets import Target

# A whole row is one column of a window: rows are written while those under them are still read.
_WHOLE_ROW = Axis(1, 1, 1, 1, 1, 0)
_CHANNELS_AT_ONCE, _TILES_AT_ONCE = 4, 2
_STEPS_OF_CODE = 32
_CYCLES_PER_STEP, _CYCLES_PER_POSITION = 16.0, 20.0
# Per channel of a tile, by the tile's size: transforming inputs, and sums into outputs.
_CYCLES_OF_INPUTS, _CYCLES_OF_OUTPUTS = {2: 60.0, 4: 160.0}, {2: 80.0, 4: 320.0}


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """Tiles of 2x2 and of 4x4, for int8 with symmetric weights and channels in fours."""
    if node.op != "CONV_2D" or not target.dsp or target.mve:
        return
    o = operands(graph, node, 0)
    plain = o.given.dtype.name == "int8" and groups(o) == 1 and o.weight_zero_point == 0
    if not plain or o.given.shape[0] != 1 or o.given.shape[3] % 4:
        return
    vertical, horizontal = windows(graph, node)
    if not (_applies(vertical) and _applies(horizontal)):
        return
    rows = o.weights.value.reshape(o.channels, -1)
    made = _pairs.stage(o, requantization(node, o), rows)
    if made is None:
        return
    greatest = np.abs(made.first) + 128 * np.abs(rows.astype(np.int64)).sum(axis=1)
    for transform in TRANSFORMS:
        if np.all(greatest < transform.sum_limit):
            step = _step(graph, node, index, o, made, transform, target)
            yield _offer(step, o, (vertical, horizontal), transform, target)


def _applies(a: Axis) -> bool:
    return a.window == WINDOW and a.stride == 1 and a.dilation == 1


def _offer(
    step: Step, o: Operands, axes: tuple[Axis, Axis], transform: Transform, target: Target
) -> Offer:
    tiles = int(np.prod([-(-a.output_size // transform.size) for a in axes]))
    channels, blocks = o.given.shape[3], -(-o.channels // _CHANNELS_AT_ONCE)
    steps = channels / 2
    position = _CYCLES_PER_POSITION + steps * _CYCLES_PER_STEP
    position += steps * _CHANNELS_AT_ONCE * target.constant_read_cycles
    outputs = blocks * _CHANNELS_AT_ONCE * _CYCLES_OF_OUTPUTS[transform.size]
    tile = channels * _CYCLES_OF_INPUTS[transform.size] + outputs
    cycles = tiles * (tile + blocks * transform.positions * position / _TILES_AT_ONCE)
    return Offer(step, cycles, 2600)


def _step(
    graph: Graph,
    node: Node,
    index: int,
    o: Operands,
    made: _pairs.Stage,
    transform: Transform,
    target: Target,
) -> Step:
    vertical, horizontal = windows(graph, node)
    channels = o.given.shape[3]
    stage = requantization(node, o)
    kernel = Kernel.of(
        f"conv_2d_{vertical.input_size}x{horizontal.input_size}x{channels}_to_{o.channels}"
        f"_window_3x3_winograd_{transform.size}x{transform.size}",
        "conv_2d_winograd_dsp",
        size=transform.size,
        shift=transform.shift,
        inverse=transform.inverse,
        channels=channels,
        outputs=o.channels,
        positions_at_once=_positions_at_once(channels // 2, transform),
        interleaved=target.dual_issue,
        rounds_up=made.rounds_up,
        saturates=made.saturates,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
        variant="" if made.saturates else "clamped",
    )
    stream = _stream(o, made, transform)
    blocks = Constant(f"layer_{index}_blocks", stream, "output channel / 4, see the kernel")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("blocks", "const uint32_t *", blocks, "first sums, weights, scales"),
            Parameter("zero_point", "int32_t", stage.output_zero_point, "the output for 0.0"),
            *(() if made.saturates else _pairs.bounds(stage)),
            _pairs.border(o),
        ),
        scratch_bytes=_scratch_bytes(channels, transform),
        overlaps=_overlaps(o, vertical, horizontal, transform),
        macs=operator(node.op).macs(graph, node),
    )


def _positions_at_once(steps: int, transform: Transform) -> int:
    """Positions whose code follows each other before the loop turns."""
    fitting = (n for n in (6, 4, 3, 2) if transform.positions % n == 0)
    return next((n for n in fitting if n * steps <= _STEPS_OF_CODE), 1)


def _scratch_bytes(channels: int, transform: Transform) -> int:
    """Two tiles' inputs as halfwords and eight sums for every position, and one tile of inputs."""
    inputs = channels * _TILES_AT_ONCE * 2
    sums = _TILES_AT_ONCE * _CHANNELS_AT_ONCE * 4
    return transform.positions * (inputs + sums + channels)


def _stream(o: Operands, made: _pairs.Stage, transform: Transform) -> Array:
    """uint32 (output channels / 4, words): first sums, four words for every two inputs, scales.

    Words go by position, then by input. Inputs count from -128: so does the input's zero point.
    """
    count = -(-o.channels // _CHANNELS_AT_ONCE)
    missing = count * _CHANNELS_AT_ONCE - o.channels
    offset = 128 * o.weights.value.reshape(o.channels, -1).sum(axis=1, dtype=np.int64)
    first, multipliers, powers = (
        np.pad(values, (0, missing)).reshape(count, -1)
        for values in ((made.first - offset) * transform.scale, made.multipliers, made.powers)
    )
    wide = np.pad(transform.weights(o.weights.value), ((0, missing), (0, 0), (0, 0)))
    # UXTB16 takes bytes 0 and 2, then 1 and 3.
    fours = wide.reshape(*wide.shape[:2], -1, 4)[..., [0, 2, 1, 3]].reshape(wide.shape) & 0xFFFF
    words = fours[..., 0::2] | fours[..., 1::2] << 16
    blocks = words.reshape(count, _CHANNELS_AT_ONCE, -1).transpose(0, 2, 1).reshape(count, -1)
    scales = np.stack([multipliers, powers], axis=2).reshape(count, -1)
    return (np.concatenate([first, blocks, scales], axis=1) & 0xFFFFFFFF).astype(np.uint32)


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
