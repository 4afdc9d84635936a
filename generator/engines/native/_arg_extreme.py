"""What the lowerings of ARG_MAX and ARG_MIN share."""

from generator.engines.native._move import kernel_name
from generator.graph import Graph, Node
from generator.ops._arg_extreme import axis_of
from generator.ops._layout import blocks
from generator.program import Kernel, Step


def lower_arg(graph: Graph, node: Node, index: int, sign: str) -> Step:
    """A step that searches each line along the axis; the sign tells what is better."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    axis = axis_of(graph, node)
    outer, inner = blocks(given.shape, axis)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{kernel_name(node, given, output)}_axis_{axis}",
            "arg_extreme",
            outer=outer,
            size=given.shape[axis],
            inner=inner,
            sign=sign,
            dtype=given.dtype.name,
        ),
        inputs=(given.name,),
        outputs=node.outputs,
    )
