"""SELECT_V2: one choice for each output element."""

from generator.engines.native._element_wise import step
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return step(graph, node, index, "select_v2", values=graph.output_tensor(node).dtype.name)
