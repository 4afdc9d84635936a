"""SOFTMAX: the exponentials come from a table over the distance to the maximum."""

import numpy as np

from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node
from generator.ops.softmax import SUM_BITS, exponentials
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; the table ends where exponentials no longer count."""
    del target
    given = graph.input_tensor(node, 0)
    depth = given.shape[-1]
    rows = given.size // depth
    table = Constant(
        f"layer_{index}_exponentials",
        np.array(exponentials(graph, node), np.int32),
        "distance to the maximum: exp(-scale * distance) as a fraction of 2^31",
    )
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"softmax_{rows}x{depth}", "softmax", rows=rows, depth=depth, sum_bits=SUM_BITS
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("exponentials", "const int32_t *", table, "by distance to the maximum"),
            Parameter("distances", "int32_t", table.data.size, "farther values come out as 0.0"),
        ),
        overlaps=(element_wise(given.name),),
    )
