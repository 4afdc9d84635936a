"""L2_POOL_2D."""

from generator.engines.native._pooling import lower_pool
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return lower_pool(graph, node, index, "l2_pool_2d")
