"""What the lowerings of MEAN, SUM, REDUCE_MAX, REDUCE_MIN and REDUCE_ALL share."""

import numpy as np

from generator.engines.native._grid_overlap import fold_overlaps
from generator.engines.native._move import kernel_name
from generator.engines.native._views import Loop, View, loops
from generator.graph import Graph, Node
from generator.ops._reduction import reduced_axes, reduced_count, sum_constants
from generator.program import Kernel, Parameter, Step


def nests(graph: Graph, node: Node) -> tuple[tuple[Loop, ...], tuple[Loop, ...]]:
    """The loops over the output, and inside of them those over what is folded into an element."""
    whole, gone = View.whole(graph.input_tensor(node, 0).shape), reduced_axes(graph, node)
    left = [axis for axis in range(len(whole.shape)) if axis not in gone]
    kept, folded = whole.transposed(left), whole.transposed(gone)
    still = (0,) * len(folded.shape)
    outer = loops(kept.shape, kept.strides, View.whole(kept.shape).strides)
    return outer, loops(folded.shape, folded.strides, still)


def lower_fold(
    graph: Graph,
    node: Node,
    index: int,
    template: str,
    parameters: tuple[Parameter, ...] = (),
    **context: object,
) -> Step:
    """A step of the template, which knows the loops over what is kept and over what goes."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    kept, folded = nests(graph, node)
    axes = "".join(map(str, reduced_axes(graph, node)))
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{kernel_name(node, given, output)}_axes_{axes}",
            template,
            kept=tuple(loop.context for loop in kept),
            folded=tuple(loop.context for loop in folded),
            dtype=given.dtype.name,
            **context,
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=parameters,
        overlaps=fold_overlaps(given, output, kept),
    )


def lower_total(graph: Graph, node: Node, index: int, *, mean: bool) -> Step:
    """A sum or a mean: of reals as they are, of integers rescaled to the output's scale."""
    if graph.input_tensor(node, 0).dtype.kind == "f":
        divisor = reduced_count(graph, node) if mean else 1
        return lower_fold(graph, node, index, "sum_float32", divisor=divisor)
    c = sum_constants(graph, node, mean=mean)
    parameters = (
        Parameter("offset", "int32_t", c.offset, "what zeros would sum up to"),
        Parameter("multiplier", "int32_t", c.multiplier, "scale, as a fraction of 2^31"),
        Parameter("shift", "int32_t", c.shift, "and its power of two"),
        Parameter("zero_point", "int32_t", c.output_zero_point, "the output that stands for 0.0"),
    )
    return lower_fold(graph, node, index, "sum", parameters)


def lower_extreme(graph: Graph, node: Node, index: int, *, greatest: bool) -> Step:
    """The greatest or the least element; reals start from the end of their finite range."""
    dtype = graph.input_tensor(node, 0).dtype
    real = np.finfo(np.float32).max
    start = ("-" if greatest else "") + f"{real}f"
    if dtype.kind == "i":
        start = f"INT8_{'MIN' if greatest else 'MAX'}"
    sign = ">" if greatest else "<"
    return lower_fold(graph, node, index, "extreme", start=start, sign=sign)
