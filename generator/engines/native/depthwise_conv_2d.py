"""DEPTHWISE_CONV_2D: every pixel finds its taps once, then goes through the channels by fours."""

import numpy as np

from generator.engines.native._output_stage import output_stage, words_of_four
from generator.engines.native.conv_2d import axis, overlaps
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._convolution import requantization
from generator.ops.depthwise_conv_2d import windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; a padded layer also stores one pixel of zero points for taps that lie outside."""
    del target
    given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    _, height, width, outputs = weights.shape
    channels = given.shape[3]
    vertical, horizontal = windows(graph, node)
    padded = vertical.padded or horizontal.padded
    rows = weights.value.reshape(height * width, outputs).T
    zero_point = given.affine.zero_point
    stage = output_stage(f"layer_{index}", requantization(graph, node, outputs), rows, zero_point)
    packed = Constant(
        f"layer_{index}_weights", words_of_four(rows), "output channel / 4, window row x column"
    )
    outside = Constant(
        f"layer_{index}_outside", np.full(channels, zero_point, np.int8), "input channel"
    )
    kernel = Kernel.of(
        f"depthwise_{vertical.input_size}x{horizontal.input_size}x{channels}"
        f"_to_{outputs}_window_{height}x{width}",
        "depthwise_conv_2d",
        batches=given.shape[0],
        channels=channels,
        outputs=outputs,
        multiplier=outputs // channels,
        taps=height * width,
        rescale=stage.rescale,
        padded=padded,
        vertical=axis(vertical),
        horizontal=axis(horizontal),
    )
    border = Parameter("outside", "const int8_t *", outside, "a pixel of zeros beyond the image")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const uint32_t *", packed, "four channels in each word"),
            *stage.parameters,
            *((border,) if padded else ()),
        ),
        overlaps=overlaps(graph, node, vertical, horizontal, reads_pixel_first=False),
        macs=operator(node.op).macs(graph, node),
    )
