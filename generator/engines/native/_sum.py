"""ADD and SUB: quantised inputs on their common scale, others as they are."""

from generator.engines.native import _binary
from generator.engines.native._element_wise import step
from generator.engines.native._output_stage import clamp
from generator.graph import Graph, Node
from generator.ops._element_wise import is_quantized
from generator.ops._sum import constants
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; both operators share the template of ADD."""
    if not is_quantized(graph.output_tensor(node)):
        return _binary.lower(graph, node, index, target)
    c = constants(graph, node)
    over = " over twice the larger one"
    parameters = (
        *_binary.rescaled_input("first", c.zero_points[0], c.inputs[0], over),
        *_binary.rescaled_input("second", c.zero_points[1], c.inputs[1], over),
        *_binary.output_scale(c.output),
        *clamp(c.output_zero_point, c.minimum, c.maximum),
    )
    sign, result = ("+", "sum") if node.op == "ADD" else ("-", "difference")
    return step(
        graph, node, index, "add", parameters, left_shift=c.left_shift, sign=sign, result=result
    )
