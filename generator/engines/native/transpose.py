"""TRANSPOSE: loops over the output's axes."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.ops._layout import integers
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    source = View.whole(given.shape).transposed(integers(graph, node, 1))
    return lower_moves(graph, node, index, [given], [Move(source, View.whole(output.shape))])
