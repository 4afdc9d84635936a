"""MAX_POOL_2D."""

from generator.engines.native._pooling import lower_pool
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target

_LOWEST = {"int8": "INT8_MIN", "int16": "INT16_MIN", "float32": "-__FLT_MAX__"}


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    lowest = _LOWEST[graph.output_tensor(node).dtype.name]
    return lower_pool(graph, node, index, "max_pool_2d", lowest=lowest)
