"""EQUAL, LESS and their kin: int8 by the reals that it stands for, others as they are."""

from generator.engines.native import _binary
from generator.engines.native._element_wise import step
from generator.graph import Graph, Node
from generator.ops._comparison import LEFT_SHIFT, constants
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    if graph.input_tensor(node, 0).dtype.name != "int8":
        return _binary.lower(graph, node, index, target)
    c = constants(graph, node)
    parameters = (
        *_binary.rescaled_input("first", c.zero_points[0], c.scales[0], ""),
        *_binary.rescaled_input("second", c.zero_points[1], c.scales[1], ""),
    )
    return step(graph, node, index, "compare", parameters, left_shift=LEFT_SHIFT, op=node.op)
