"""PRELU: quantised values by two scales, float32 as every operator on two plain values."""

from generator.engines.native import _binary
from generator.engines.native._element_wise import step
from generator.engines.native._output_stage import clamp
from generator.graph import Graph, Node
from generator.ops._element_wise import is_quantized
from generator.ops.prelu import constants
from generator.program import Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    if not is_quantized(graph.output_tensor(node)):
        return _binary.lower(graph, node, index, target)
    c = constants(graph, node)
    parameters = (
        Parameter("input_zero_point", "int32_t", c.zero_points[0], "zero point of the input"),
        Parameter("slope_zero_point", "int32_t", c.zero_points[1], "zero point of the slopes"),
        Parameter("multiplier", "int32_t", c.above[0], "ratio of the scales, above 0"),
        Parameter("shift", "int32_t", c.above[1], "and its power of two"),
        Parameter("slope_multiplier", "int32_t", c.below[0], "the same times the slopes' scale"),
        Parameter("slope_shift", "int32_t", c.below[1], "and its power of two"),
        *clamp(c.output_zero_point, c.minimum, c.maximum),
    )
    return step(graph, node, index, "prelu", parameters)
