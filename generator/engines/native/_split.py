"""What the lowerings of SPLIT and SPLIT_V share."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node, Tensor
from generator.program import Step


def lower_split(graph: Graph, node: Node, index: int, given: Tensor, axis: int) -> Step:
    """Each part of the axis copied to its output."""
    moves, start = [], 0
    for position in range(len(node.outputs)):
        shape = graph.output_tensor(node, position).shape
        part = View.whole(given.shape).cut(axis, start, shape[axis])
        moves.append(Move(part, View.whole(shape), output=position))
        start += shape[axis]
    return lower_moves(graph, node, index, [given], moves)
