"""REDUCE_MIN: nested loops over what is kept and over what is folded into it."""

from generator.engines.native._reduction import lower_extreme
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return lower_extreme(graph, node, index, greatest=False)
