"""TRANSPOSE_CONV: each output gathers the input pixels that are spread over it, without scratch."""

from generator.engines.native._direct import direct
from generator.engines.native.conv_2d import axis
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._weights import requantization
from generator.ops.transpose_conv import operands, windows
from generator.program import Kernel, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; the output's shape is known, so that the input that holds it is not read."""
    del target
    o = operands(graph, node)
    d = direct(node, index, o, requantization)
    vertical, horizontal = windows(graph, node)
    batches, rows, columns, channels = o.given.shape
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"transpose_conv_{rows}x{columns}x{channels}_to_{o.channels}"
            f"_window_{vertical.window}x{horizontal.window}_{o.given.dtype}",
            "transpose_conv",
            batches=batches,
            rows=rows,
            columns=columns,
            channels=channels,
            outputs=o.channels,
            vertical=axis(vertical),
            horizontal=axis(horizontal),
            **d.context,
        ),
        inputs=d.inputs,
        outputs=node.outputs,
        parameters=d.parameters,
        macs=operator(node.op).macs(graph, node),
    )
