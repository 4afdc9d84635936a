"""STRIDED_SLICE: loops over what is taken, in place where the output may follow the input."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.ops.strided_slice import cuts
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given = graph.input_tensor(node, 0)
    source = View.whole(given.shape)
    for axis, cut in enumerate(cuts(graph, node)):
        source = source.cut(axis, cut.start, cut.count, cut.step)
    return lower_moves(graph, node, index, [given], [Move(source, View.whole(source.shape))])
