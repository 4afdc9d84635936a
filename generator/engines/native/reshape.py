"""RESHAPE: no code, the output is the input's buffer under another name."""

from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """A step without a kernel."""
    del target
    given = graph.input_tensor(node, 0)
    return Step(index, node.op, node.name, None, (given.name,), node.outputs)
