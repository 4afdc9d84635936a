"""DYNAMIC_UPDATE_SLICE: the tensor as it is, then the update over it; in place where it dies."""

from generator.engines.native._box import box_view, free_axes, in_context
from generator.engines.native._move import kernel_name, lower_renaming
from generator.engines.native._overlap import element_wise
from generator.engines.native._views import View, copy
from generator.graph import Graph, Node
from generator.program import Kernel, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given, update, begin = (graph.input_tensor(node, i) for i in range(3))
    if update.shape == given.shape:
        return lower_renaming(graph, node, index, update)
    box = copy(View.whole(update.shape), box_view(given.shape, update.shape))
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            kernel_name(node, given, update),
            "dynamic_update_slice",
            axes=free_axes(given.shape, update.shape),
            size=given.size,
            dtype=given.dtype.name,
            begin_dtype=begin.dtype.name,
            **in_context(box),
        ),
        inputs=(given.name, update.name, begin.name),
        outputs=node.outputs,
        overlaps=(element_wise(given.name),),
    )
