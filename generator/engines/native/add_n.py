"""ADD_N: all inputs of an element in one sum."""

from generator.engines.native._binary import output_scale
from generator.engines.native._element_wise import step
from generator.engines.native._output_stage import clamp
from generator.graph import Graph, Node
from generator.ops.add_n import LEFT_SHIFT, constants
from generator.program import Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    count = len(node.inputs)
    if graph.output_tensor(node).dtype.name == "float32":
        return step(graph, node, index, "add_n_float32", count=count)
    c = constants(graph, node)
    parameters = (
        Parameter("offset", "int32_t", c.offset, "zero points of the inputs, and one more"),
        *output_scale(c.scale),
        *clamp(c.output_zero_point, c.minimum, c.maximum),
    )
    return step(graph, node, index, "add_n", parameters, count=count, left_shift=LEFT_SHIFT)
