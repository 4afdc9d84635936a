"""CONV_2D: pixel by pixel where the window is 1x1 without padding, else by gathered patches."""

from generator.engines.native._output_stage import output_stage, words_of_four
from generator.engines.native._overlap import sliding_window
from generator.geometry import Axis
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._convolution import requantization
from generator.ops.conv_2d import windows
from generator.program import Constant, Kernel, Overlap, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; the patch buffer holds a single window, never the whole layer."""
    del target
    given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    outputs, height, width, channels = weights.shape
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    pointwise = height == width == 1 and not padded
    rows = weights.value.reshape(outputs, -1)
    zero_point = given.affine.zero_point
    stage = output_stage(f"layer_{index}", requantization(graph, node, outputs), rows, zero_point)
    packed = Constant(
        f"layer_{index}_weights",
        words_of_four(rows),
        "output channel / 4, window row x column x input channel",
    )
    border = (Parameter("border", "int32_t", zero_point, "the input that stands for 0.0"),)
    kernel = Kernel.of(
        f"conv_2d_{_size(vertical, horizontal)}x{channels}_to_{outputs}_window_{height}x{width}",
        "conv_2d_pointwise" if pointwise else "conv_2d",
        batches=given.shape[0],
        channels=channels,
        outputs=outputs,
        taps=rows.shape[1],
        rescale=stage.rescale,
        padded=padded,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
    )
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const uint32_t *", packed, "four output channels in each word"),
            *stage.parameters,
            *(border if padded else ()),
        ),
        scratch_bytes=0 if pointwise else rows.shape[1],
        overlaps=overlaps(graph, node, vertical, horizontal, reads_pixel_first=not pointwise),
        macs=operator(node.op).macs(graph, node),
    )


def axis(a: Axis) -> tuple[int, ...]:
    """What a template knows of an axis: (input, output, window, stride, dilation, pad before)."""
    return (a.input_size, a.output_size, a.window, a.stride, a.dilation, a.pad_before)


def _size(vertical: Axis, horizontal: Axis) -> str:
    return f"{vertical.input_size}x{horizontal.input_size}"


def overlaps(
    graph: Graph, node: Node, vertical: Axis, horizontal: Axis, *, reads_pixel_first: bool
) -> tuple[Overlap, ...]:
    """Where the output may lie over the input; nowhere in a batch of several images."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    if given.shape[0] != 1:
        return ()
    return sliding_window(
        given.name,
        vertical,
        horizontal,
        given.shape[-1] * given.dtype.itemsize,
        output.shape[-1] * output.dtype.itemsize,
        reads_pixel_first=reads_pixel_first,
    )
