"""CAST: one conversion for each element."""

from generator.engines.native._element_wise import step
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    result = graph.output_tensor(node).dtype.name
    from_real = graph.input_tensor(node, 0).dtype.kind == "f" and result not in ("float32", "bool")
    return step(graph, node, index, "cast", result=result, from_real=from_real)
