"""AVERAGE_POOL_2D."""

from generator.engines.native._pooling import lower_pool
from generator.graph import Graph, Node
from generator.ops.average_pool_2d import rounds_up
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    bits = 8 * graph.output_tensor(node).dtype.itemsize
    halves_up = rounds_up(node)
    raise_by = 1 << (bits - 1)
    return lower_pool(graph, node, index, "average_pool_2d", halves_up=halves_up, raise_by=raise_by)
