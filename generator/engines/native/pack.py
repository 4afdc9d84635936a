"""PACK: each input copied to its index along the new axis."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.ops._layout import resolve_axis
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    output = graph.output_tensor(node)
    axis = resolve_axis(node.attributes["axis"], len(output.shape))
    inputs = [graph.input_tensor(node, i) for i in range(len(node.inputs))]
    moves = [
        Move(View.whole(given.shape), View.whole(output.shape).at(axis, position), input=position)
        for position, given in enumerate(inputs)
    ]
    return lower_moves(graph, node, index, inputs, moves)
