"""SOFTMAX: 8 bits by a table of exponentials, 16 bits by two interpolated ones, reals by expf."""

import numpy as np

from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node, Tensor
from generator.ops._softmax import SUM_BITS, exponentials
from generator.ops.softmax import difference_scale, int16_multiplier, int16_tables
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step, in place where inputs and outputs are of one type."""
    del target
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    kernel, parameters = _parts(graph, node, f"layer_{index}")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=parameters,
        overlaps=(element_wise(given.name),) if given.dtype == output.dtype else (),
    )


def _parts(graph: Graph, node: Node, prefix: str) -> tuple[Kernel, tuple[Parameter, ...]]:
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    if given.dtype.kind == "f":
        beta = Parameter("beta", "float", float(node.attributes["beta"]), "factor of the input")
        return _kernel(given, "softmax_float"), (beta,)
    if given.dtype.name == "int16":
        return _kernel(given, "softmax_int16"), _int16_parameters(graph, node, prefix)
    bits = 8 * output.dtype.itemsize
    kernel = _kernel(
        given,
        "softmax",
        bits=bits,
        sum_bits=SUM_BITS,
        lowest=f"INT{bits}_MIN",
        highest=f"INT{bits}_MAX",
    )
    return kernel, _int8_parameters(graph, node, prefix)


def _kernel(given: Tensor, template: str, **context: int | str) -> Kernel:
    depth = given.shape[-1]
    rows = given.size // depth
    return Kernel.of(f"{template}_{rows}x{depth}", template, rows=rows, depth=depth, **context)


def _int8_parameters(graph: Graph, node: Node, prefix: str) -> tuple[Parameter, ...]:
    """The table ends where exponentials no longer count: they round to nothing in the sum, and
    then in the quotient, which keeps fewer bits, too."""
    values = exponentials(difference_scale(graph, node))
    table = Constant(
        f"{prefix}_exponentials",
        np.array([value for value in values if value >= 1 << (SUM_BITS - 1)], np.int32),
        "distance to the maximum: exp(-scale * distance) as a fraction of 2^31",
    )
    return (
        Parameter("exponentials", "const int32_t *", table, "by distance to the maximum"),
        Parameter("distances", "int32_t", table.data.size, "farther values come out as 0.0"),
    )


def _int16_parameters(graph: Graph, node: Node, prefix: str) -> tuple[Parameter, ...]:
    multiplier, shift = int16_multiplier(graph, node)
    tables = int16_tables()
    exps = Constant(f"{prefix}_exponentials", tables[0], "exp(x), x from -10 to 0 in 512 steps")
    reciprocals = Constant(
        f"{prefix}_reciprocals", tables[1], "1 / (1 + x), x from 0 to 1 in 512 steps"
    )
    return (
        Parameter("exponentials", "const int16_t *", exps, "of -10 to 0"),
        Parameter("reciprocals", "const int16_t *", reciprocals, "of 1 + 0 to 1 + 1"),
        Parameter("multiplier", "int32_t", multiplier, "so that 65535 stands for 10"),
        Parameter("shift", "int32_t", shift, "and its power of two"),
    )
