"""LEAKY_RELU: int8 by a table, int16 by two scales, float32 by its slope."""

from generator.engines.native import _unary
from generator.engines.native._element_wise import step
from generator.engines.native._output_stage import clamp
from generator.graph import Graph, Node
from generator.ops.leaky_relu import constants
from generator.program import Parameter, Step
from generator.quantization import dtype_range
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    output = graph.output_tensor(node)
    if output.dtype.name == "int8":
        return _unary.lower_table(graph, node, index, target)
    if output.dtype.name == "float32":
        slope = Parameter("slope", "float", float(node.attributes["alpha"]), "of what is below 0")
        return step(graph, node, index, "leaky_relu_float32", (slope,))
    c = constants(graph, node)
    parameters = (
        Parameter("input_zero_point", "int32_t", c.input_zero_point, "zero point of the input"),
        Parameter("multiplier", "int32_t", c.identity[0], "ratio of the scales, above 0"),
        Parameter("shift", "int32_t", c.identity[1], "and its power of two"),
        Parameter("slope_multiplier", "int32_t", c.slope[0], "the same times the slope, below 0"),
        Parameter("slope_shift", "int32_t", c.slope[1], "and its power of two"),
        *clamp(c.output_zero_point, *dtype_range(output.dtype)),
    )
    return step(graph, node, index, "leaky_relu", parameters, sign="-" if c.negative else "")
