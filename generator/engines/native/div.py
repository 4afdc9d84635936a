"""DIV: quantised operands less their zero points, others as they are."""

from generator.engines.native import _binary
from generator.engines.native._element_wise import step
from generator.engines.native._output_stage import clamp
from generator.graph import Graph, Node
from generator.ops._element_wise import is_quantized
from generator.ops.div import constants
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    if not is_quantized(graph.output_tensor(node)):
        return _binary.lower(graph, node, index, target)
    c = constants(graph, node)
    parameters = (
        *_binary.zero_points(c.zero_points),
        *_binary.output_scale(c.scale),
        *clamp(c.output_zero_point, c.minimum, c.maximum),
    )
    return step(graph, node, index, "div", parameters)
