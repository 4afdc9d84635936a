"""SPLIT_V: each part copied to its output."""

from generator.engines.native._split import lower_split
from generator.graph import Graph, Node
from generator.ops._layout import integers, resolve_axis
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given = graph.input_tensor(node, 0)
    axis = resolve_axis(integers(graph, node, 2)[0], len(given.shape))
    return lower_split(graph, node, index, given, axis)
