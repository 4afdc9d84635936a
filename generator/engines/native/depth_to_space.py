"""DEPTH_TO_SPACE: the channels of each block copied to its pixels."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given, block = graph.input_tensor(node, 0), int(node.attributes["block_size"])
    channels = given.shape[3] // (block * block)
    tiles = View.whole(given.shape).split(3, channels).split(3, block)
    source = tiles.transposed((0, 1, 3, 2, 4, 5))
    return lower_moves(graph, node, index, [given], [Move(source, View.whole(source.shape))])
