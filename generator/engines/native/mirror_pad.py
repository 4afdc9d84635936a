"""MIRROR_PAD: each output element looked up at its mirrored index."""

from generator.engines.native._move import kernel_name, lower_renaming
from generator.graph import Graph, Node
from generator.ops._padding import Paddings, paddings
from generator.ops.mirror_pad import repeats_edge
from generator.program import Kernel, Step
from generator.targets import Target

# (output size, input stride, output stride, border before or -1 where none, last input index).
_Axis = tuple[int, int, int, int, int]


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    if given.shape == output.shape:
        return lower_renaming(graph, node, index, given)
    axes, run = _axes(given.shape, paddings(graph, node))
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            kernel_name(node, given, output),
            "mirror_pad",
            loops=axes,
            run=run,
            edge=1 if repeats_edge(node) else 0,
            dtype=given.dtype.name,
        ),
        inputs=(given.name,),
        outputs=node.outputs,
    )


def _axes(shape: tuple[int, ...], pairs: Paddings) -> tuple[tuple[_Axis, ...], int]:
    """The loops, the outermost first, and the elements that are copied together."""
    axes: list[_Axis] = []
    inner, outer = 1, 1
    for size, (before, behind) in reversed(list(zip(shape, pairs, strict=True))):
        padded = before + behind > 0
        if size > 1 or padded:
            total = before + size + behind
            axes.insert(0, (total, inner, outer, before if padded else -1, size - 1))
        inner, outer = inner * size, outer * (before + size + behind)
    run = 1
    while axes and axes[-1][3] < 0 and axes[-1][1] == axes[-1][2] == run:
        run *= axes.pop()[0]
    return tuple(axes), run
