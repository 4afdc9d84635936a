"""ABS: int16 with a scale is rescaled, all else is as every operator on one value."""

from generator.engines.native import _unary
from generator.engines.native._element_wise import step
from generator.engines.native._output_stage import clamp
from generator.graph import Graph, Node
from generator.ops.abs import scale
from generator.program import Parameter, Step
from generator.quantization import dtype_range
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    output = graph.output_tensor(node)
    if output.dtype.name != "int16" or graph.input_tensor(node, 0).quantization is None:
        return _unary.lower(graph, node, index, target)
    multiplier, shift = scale(graph, node)
    parameters = (
        Parameter("multiplier", "int32_t", multiplier, "ratio of the scales, fraction of 2^31"),
        Parameter("shift", "int32_t", shift, "and its power of two"),
        *clamp(output.affine.zero_point, *dtype_range(output.dtype)),
    )
    return step(graph, node, index, "abs", parameters)
