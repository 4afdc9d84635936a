"""CONV_2D in float32 on cores with an FPU: all channels of a pixel, several at a time.

The inputs of one row of the window lie in a row in the image, too, so that each is one run for the
inner loop; what sticks out of the image is left out of it.
"""

from collections.abc import Iterator

from generator.engines.native.conv_2d import axis, overlaps
from generator.engines.native.designs import Offer, _float_blocks
from generator.engines.native.designs._layer import Layer
from generator.geometry import Axis
from generator.graph import Graph, Node
from generator.ops._weights import operands
from generator.ops.conv_2d import groups, windows
from generator.program import Kernel
from generator.targets import Target

# A run of inputs costs its loops' ends; a pixel its place in the image.
_CYCLES_PER_RUN, _CYCLES_PER_PIXEL = 14.0, 40.0
_CODE_BYTES = {8: 480, 4: 280, 1: 120}
_FRAME_BYTES = 240


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for known weights, whole channels and windows without gaps in a row."""
    if node.op != "CONV_2D" or not target.fpu:
        return
    o = operands(graph, node, 0)
    if not _float_blocks.applies(o) or groups(o) != 1:
        return
    vertical, horizontal = windows(graph, node)
    if horizontal.dilation == 1 or horizontal.window == 1:
        yield _offer(Layer(graph, node, index, o), vertical, horizontal, target)


def _offer(layer: Layer, vertical: Axis, horizontal: Axis, target: Target) -> Offer:
    o = layer.o
    rows = o.weights.value.reshape(o.channels, -1)
    widths = _float_blocks.blocks(o.channels)
    size = f"{vertical.input_size}x{horizontal.input_size}x{o.given.shape[3]}"
    window = f"{vertical.window}x{horizontal.window}"
    step = layer.step(
        Kernel.of(
            f"conv_2d_{size}_to_{o.channels}_window_{window}_float32_blocks",
            "conv_2d_float_blocks",
            batches=o.given.shape[0],
            channels=o.given.shape[3],
            outputs=o.channels,
            vertical=axis(vertical),
            horizontal=axis(horizontal),
            paired=target.dual_issue,
            variant="float_blocks",
            **_float_blocks.activation(layer.node),
        ),
        _float_blocks.parameters(layer.index, o, rows),
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=False),
    )
    pixels = o.given.shape[0] * vertical.output_size * horizontal.output_size
    runs = len(widths) * vertical.window * _CYCLES_PER_RUN
    taps = _float_blocks.cycles(o.channels, rows.shape[1], dual_issue=target.dual_issue)
    code = _FRAME_BYTES + sum(_CODE_BYTES[width] for width in set(widths))
    return Offer(step, pixels * (taps + runs + _CYCLES_PER_PIXEL), code)
