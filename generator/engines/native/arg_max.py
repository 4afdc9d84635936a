"""ARG_MAX: a search along the axis, for each of its lines."""

from generator.engines.native._arg_extreme import lower_arg
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return lower_arg(graph, node, index, ">")
