"""LOG_SOFTMAX: 8 bits by tables of scaled differences and exponentials, reals by expf and logf."""

import numpy as np

from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node
from generator.ops._softmax import SUM_BITS, exponentials, scaled_differences
from generator.ops.log_softmax import OUTPUT_SHIFT, reverse_scale
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step, in place where the input dies here."""
    del target
    given = graph.input_tensor(node, 0)
    depth = given.shape[-1]
    rows = given.size // depth
    real = given.dtype.kind == "f"
    context = {} if real else {"sum_bits": SUM_BITS, "output_shift": OUTPUT_SHIFT}
    template = "log_softmax_float" if real else "log_softmax"
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(f"{template}_{rows}x{depth}", template, rows=rows, depth=depth, **context),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=() if real else _parameters(given.affine.scale, f"layer_{index}"),
        overlaps=(element_wise(given.name),),
    )


def _parameters(scale: float, prefix: str) -> tuple[Parameter, ...]:
    """The tables end where a value no longer counts."""
    exps = Constant(
        f"{prefix}_exponentials",
        np.array(exponentials(scale), np.int32),
        "distance to the maximum: exp(-scale * distance) as a fraction of 2^31",
    )
    differences = Constant(
        f"{prefix}_differences",
        np.array(scaled_differences(scale), np.int32),
        "distance to the maximum: -scale * distance as a fraction of 2^26",
    )
    multiplier, shift = reverse_scale(scale)
    return (
        Parameter("exponentials", "const int32_t *", exps, "by distance to the maximum"),
        Parameter("differences", "const int32_t *", differences, "likewise"),
        Parameter("distances", "int32_t", exps.data.size, "farther values come out as the least"),
        Parameter("reverse_multiplier", "int32_t", multiplier, "from differences to distances"),
        Parameter("reverse_shift", "int32_t", shift, "and its power of two"),
    )
