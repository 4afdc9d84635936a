"""RELU and its kin: a clamp of stored values, a table, or a rescaling with a clamp."""

from generator.engines.native import _unary
from generator.engines.native._element_wise import step
from generator.engines.native._output_stage import clamp
from generator.graph import Graph, Node
from generator.ops._element_wise import is_quantized
from generator.ops._relu import constants
from generator.program import Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    output = graph.output_tensor(node)
    if not is_quantized(output):
        return _unary.lower(graph, node, index, target)
    c = constants(graph, node)
    if c.keeps_values:
        bounds = (
            Parameter("minimum", "int32_t", c.minimum, "least output"),
            Parameter("maximum", "int32_t", c.maximum, "greatest output"),
        )
        return step(graph, node, index, "relu", bounds)
    if output.dtype.name == "int8":
        return _unary.lower_table(graph, node, index, target)
    parameters = (
        Parameter("multiplier", "int32_t", c.scale[0], "ratio of the scales, fraction of 2^31"),
        Parameter("shift", "int32_t", c.scale[1], "and its power of two"),
        *clamp(c.output_zero_point, c.minimum, c.maximum),
    )
    return step(graph, node, index, "relu_rescaled", parameters)
