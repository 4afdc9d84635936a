"""CUMSUM: a running sum along each line of the axis."""

from generator.engines.native._move import kernel_name
from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node
from generator.ops._layout import blocks
from generator.ops.cumsum import FRACTION_BITS, axis_of, constants
from generator.program import Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step, in place where it walks through memory from front to back."""
    del target
    given = graph.input_tensor(node, 0)
    axis = axis_of(graph, node)
    outer, inner = blocks(given.shape, axis)
    reverse = bool(node.attributes["reverse"])
    integer = given.dtype.kind == "i"
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{kernel_name(node, given, given)}_axis_{axis}",
            "cumsum" if integer else "cumsum_float32",
            outer=outer,
            size=given.shape[axis],
            inner=inner,
            exclusive=bool(node.attributes["exclusive"]),
            reverse=reverse,
            fraction_bits=FRACTION_BITS,
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=_parameters(graph, node) if integer else (),
        overlaps=(element_wise(given.name),) if inner == 1 and not reverse else (),
    )


def _parameters(graph: Graph, node: Node) -> tuple[Parameter, ...]:
    c = constants(graph, node)
    return (
        Parameter("input_zero_point", "int32_t", c.input_zero_point, "zero point of the input"),
        Parameter("first", "int32_t", c.first, "where the sum starts"),
        Parameter("multiplier", "int32_t", c.multiplier, "of the sum, as a fraction of 2^31"),
        Parameter("shift", "int32_t", c.shift, "power of two of the sum"),
        Parameter("zero_point", "int32_t", c.output_zero_point, "the output that stands for 0.0"),
    )
