"""LOGISTIC: int16 by interpolation in a table, other dtypes are as every operator on one value."""

from generator.engines.native import _unary
from generator.engines.native._element_wise import step
from generator.engines.native._sigmoid import sigmoid_table
from generator.graph import Graph, Node
from generator.ops.logistic import scale_16bit
from generator.program import Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    if graph.output_tensor(node).dtype.name != "int16":
        return _unary.lower(graph, node, index, target)
    multiplier, shift = scale_16bit(graph, node)
    parameters = (
        sigmoid_table(),
        Parameter("multiplier", "int32_t", multiplier, "brings the input to the table's steps"),
        Parameter("shift", "int32_t", shift, "to the right, after that"),
        Parameter("half", "int32_t", 1 << shift >> 1, "half of what the shift drops, to round"),
    )
    return step(graph, node, index, "logistic", parameters)
