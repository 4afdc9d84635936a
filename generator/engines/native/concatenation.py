"""CONCATENATION: each input copied to its place."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.ops.concatenation import axis_of
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    axis, output = axis_of(graph, node), graph.output_tensor(node)
    inputs = [graph.input_tensor(node, i) for i in range(len(node.inputs))]
    moves, start = [], 0
    for position, given in enumerate(inputs):
        place = View.whole(output.shape).cut(axis, start, given.shape[axis])
        moves.append(Move(View.whole(given.shape), place, input=position))
        start += given.shape[axis]
    return lower_moves(graph, node, index, inputs, moves)
