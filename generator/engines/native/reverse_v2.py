"""REVERSE_V2: loops that read the reversed axes from behind."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.ops.reverse_v2 import axes
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given = graph.input_tensor(node, 0)
    source = View.whole(given.shape)
    for axis in axes(graph, node):
        source = source.cut(axis, given.shape[axis] - 1, given.shape[axis], -1)
    return lower_moves(graph, node, index, [given], [Move(source, View.whole(given.shape))])
