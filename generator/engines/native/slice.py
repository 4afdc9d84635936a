"""SLICE: loops over the box, in place where the output may follow the input."""

from generator.engines.native._box import box_view, free_axes, in_context
from generator.engines.native._move import Move, kernel_name, lower_moves, lower_renaming
from generator.engines.native._views import View, copy
from generator.graph import Graph, Node
from generator.ops.slice import constant_begin
from generator.program import Kernel, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    begin = constant_begin(graph, node)
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    if given.shape == output.shape:
        return lower_renaming(graph, node, index, given)
    if begin is None:
        return _lower_computed(graph, node, index)
    source = View.whole(given.shape)
    for axis, size in enumerate(output.shape):
        source = source.cut(axis, begin[axis], size)
    return lower_moves(graph, node, index, [given], [Move(source, View.whole(output.shape))])


def _lower_computed(graph: Graph, node: Node, index: int) -> Step:
    """A step that finds its box by an input."""
    given, begin = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    output = graph.output_tensor(node)
    box = copy(box_view(given.shape, output.shape), View.whole(output.shape))
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{kernel_name(node, given, output)}_computed",
            "slice_computed",
            axes=free_axes(given.shape, output.shape),
            dtype=given.dtype.name,
            **in_context(box),
        ),
        inputs=(given.name, begin.name),
        outputs=node.outputs,
    )
