"""UNPACK: each index of the axis copied to its output."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.ops._layout import resolve_axis
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given = graph.input_tensor(node, 0)
    axis = resolve_axis(node.attributes["axis"], len(given.shape))
    moves = []
    for position in range(len(node.outputs)):
        whole = View.whole(graph.output_tensor(node, position).shape)
        moves.append(Move(View.whole(given.shape).at(axis, position), whole, output=position))
    return lower_moves(graph, node, index, [given], moves)
