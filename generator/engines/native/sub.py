"""SUB: the kernel of ADD with a minus sign."""

from generator.engines.native import _binary
from generator.engines.native._element_wise import step
from generator.engines.native.add import sum_parameters
from generator.graph import Graph, Node
from generator.ops._element_wise import is_quantized
from generator.ops.sub import constants
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    if not is_quantized(graph.output_tensor(node)):
        return _binary.lower(graph, node, index, target)
    c = constants(graph, node)
    return step(
        graph,
        node,
        index,
        "add",
        sum_parameters(c),
        left_shift=c.left_shift,
        sign="-",
        result="difference",
    )
