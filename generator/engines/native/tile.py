"""TILE: loops that read the input again and again."""

from generator.engines.native._move import Move, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.ops.tile import multiples
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; every axis becomes two, and along the first of them the input stands still."""
    del target
    given = graph.input_tensor(node, 0)
    plain = View.whole(given.shape)
    axes = list(zip(multiples(graph, node), given.shape, plain.strides, strict=True))
    shape = tuple(size for times, inner, _ in axes for size in (times, inner))
    strides = tuple(step for _, _, stride in axes for step in (0, stride))
    written = View.whole(shape)
    return lower_moves(graph, node, index, [given], [Move(View(0, shape, strides), written)])
