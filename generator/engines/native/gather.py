"""GATHER: slices copied one after the other."""

from generator.engines.native._gather import lower_gathering
from generator.graph import Graph, Node
from generator.ops.gather import gathering
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    values, indices = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    return lower_gathering(graph, node, index, values, indices, gathering(graph, node))
