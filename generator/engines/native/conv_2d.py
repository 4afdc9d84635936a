"""CONV_2D: int8 pixel by pixel where the window is 1x1, else by gathered patches; else directly."""

from generator.engines.native._direct import direct
from generator.engines.native._output_stage import output_stage, weights_variant, words_of_four
from generator.engines.native._overlap import sliding_window
from generator.geometry import Axis
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.conv_2d import groups, windows
from generator.program import Constant, Kernel, Overlap, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    o = operands(graph, node, 0)
    if o.given.dtype.name == "int8" and groups(o) == 1:
        return _packed(graph, node, index, o)
    return _direct(graph, node, index, o)


def _packed(graph: Graph, node: Node, index: int, o: Operands) -> Step:
    """int8, ungrouped; the patch buffer holds a single window, never the whole layer."""
    outputs, height, width, channels = o.weights.shape
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    pointwise = height == width == 1 and not padded
    rows = o.weights.value.reshape(outputs, -1)
    stage = output_stage(f"layer_{index}", requantization(node, o), rows, o)
    packed = Constant(
        f"layer_{index}_weights",
        words_of_four(rows),
        "output channel / 4, window row x column x input channel",
    )
    zero_point = o.given.affine.zero_point
    border = (Parameter("border", "int32_t", zero_point, "the input that stands for 0.0"),)
    kernel = Kernel.of(
        _name(o, vertical, horizontal),
        "conv_2d_pointwise" if pointwise else "conv_2d",
        batches=o.given.shape[0],
        channels=channels,
        outputs=outputs,
        taps=rows.shape[1],
        rescale=stage.rescale,
        padded=padded,
        variant=weights_variant(o),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
    )
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const uint32_t *", packed, "four output channels in each word"),
            *stage.parameters,
            *(border if padded else ()),
        ),
        scratch_bytes=0 if pointwise else rows.shape[1],
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=not pointwise),
        macs=operator(node.op).macs(graph, node),
    )


def _direct(graph: Graph, node: Node, index: int, o: Operands) -> Step:
    """int16, float32, and int8 in groups."""
    d = direct(node, index, o, requantization)
    vertical, horizontal = windows(graph, node)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{_name(o, vertical, horizontal)}_{o.given.dtype}",
            "conv_2d_direct",
            batches=o.given.shape[0],
            channels=o.given.shape[3],
            depth=o.weights.shape[3],
            outputs=o.channels,
            groups=groups(o),
            vertical=axis(vertical),
            horizontal=axis(horizontal),
            **d.context,
        ),
        inputs=d.inputs,
        outputs=node.outputs,
        parameters=d.parameters,
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=False),
        macs=operator(node.op).macs(graph, node),
    )


def axis(a: Axis) -> tuple[int, ...]:
    """What a template knows of an axis: (input, output, window, stride, dilation, pad before)."""
    return (a.input_size, a.output_size, a.window, a.stride, a.dilation, a.pad_before)


def _name(o: Operands, vertical: Axis, horizontal: Axis) -> str:
    size = f"{vertical.input_size}x{horizontal.input_size}x{o.given.shape[3]}"
    return f"conv_2d_{size}_to_{o.channels}_window_{vertical.window}x{horizontal.window}"


def overlaps(
    o: Operands, vertical: Axis, horizontal: Axis, *, reads_pixel_first: bool
) -> tuple[Overlap, ...]:
    """Where the output may lie over the input; nowhere in a batch of several images."""
    if o.given.shape[0] != 1:
        return ()
    return sliding_window(
        o.given.name,
        vertical,
        horizontal,
        o.given.shape[-1] * o.given.dtype.itemsize,
        o.output.shape[-1] * o.output.dtype.itemsize,
        reads_pixel_first=reads_pixel_first,
    )
