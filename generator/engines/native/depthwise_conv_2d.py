"""DEPTHWISE_CONV_2D: int8 finds a pixel's taps once and goes through channels by fours."""

import numpy as np

from generator.engines.native._direct import direct
from generator.engines.native._output_stage import output_stage, weights_variant, words_of_four
from generator.engines.native.conv_2d import axis, overlaps
from generator.geometry import Axis
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.ops.depthwise_conv_2d import windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

# The addresses of a window's taps lie on the stack: at most this many, 4 bytes each.
_GREATEST_TAP_TABLE = 64


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    o = operands(graph, node, 3)
    _, height, width, _ = o.weights.shape
    if o.given.dtype.name == "int8" and height * width <= _GREATEST_TAP_TABLE:
        return _packed(graph, node, index, o)
    return _direct(graph, node, index, o)


def _packed(graph: Graph, node: Node, index: int, o: Operands) -> Step:
    """int8; a padded layer also stores one pixel of zero points for taps that lie outside."""
    _, height, width, outputs = o.weights.shape
    channels = o.given.shape[3]
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    rows = o.weights.value.reshape(height * width, outputs).T
    stage = output_stage(f"layer_{index}", requantization(node, o), rows, o)
    packed = Constant(
        f"layer_{index}_weights", words_of_four(rows), "output channel / 4, window row x column"
    )
    outside = Constant(
        f"layer_{index}_outside",
        np.full(channels, o.given.affine.zero_point, np.int8),
        "input channel",
    )
    kernel = Kernel.of(
        _name(o, vertical, horizontal),
        "depthwise_conv_2d",
        batches=o.given.shape[0],
        channels=channels,
        outputs=outputs,
        multiplier=outputs // channels,
        taps=height * width,
        rescale=stage.rescale,
        padded=padded,
        variant=weights_variant(o),
        vertical=axis(vertical),
        horizontal=axis(horizontal),
    )
    border = Parameter("outside", "const int8_t *", outside, "a pixel of zeros beyond the image")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const uint32_t *", packed, "four channels in each word"),
            *stage.parameters,
            *((border,) if padded else ()),
        ),
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=False),
        macs=operator(node.op).macs(graph, node),
    )


def _direct(graph: Graph, node: Node, index: int, o: Operands) -> Step:
    """int16, float32, and int8 with large windows."""
    d = direct(node, index, o, requantization)
    vertical, horizontal = windows(graph, node)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{_name(o, vertical, horizontal)}_{o.given.dtype}",
            "depthwise_conv_2d_direct",
            batches=o.given.shape[0],
            channels=o.given.shape[3],
            outputs=o.channels,
            multiplier=o.channels // o.given.shape[3],
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


def _name(o: Operands, vertical: Axis, horizontal: Axis) -> str:
    size = f"{vertical.input_size}x{horizontal.input_size}x{o.given.shape[3]}"
    return f"depthwise_{size}_to_{o.channels}_window_{vertical.window}x{horizontal.window}"
