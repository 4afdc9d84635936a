"""ASSIGN_VARIABLE: the value's bytes are copied to the place that the variable keeps for good."""

from generator.engines.native._variable import copy
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    variable, value = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    return copy(node, index, value, variable.name)
