"""Operators on one tensor: plain values by a C expression, int8 by a table of its 256 values."""

from dataclasses import replace

from generator.engines.native._element_wise import step
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._unary import QuantizedUnary
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step of an operator on float32, bool or int8."""
    if graph.output_tensor(node).dtype.name == "int8":
        return lower_table(graph, node, index, target)
    return step(graph, node, index, "unary", op=node.op)


def lower_table(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step that looks its int8 outputs up; layers of one size share the function."""
    del target
    quantized = operator(node.op)
    assert isinstance(quantized, QuantizedUnary)
    size = graph.output_tensor(node).size
    table = Constant(f"layer_{index}_table", quantized.table(graph, node), "input + 128")
    made = step(
        graph,
        node,
        index,
        "lookup",
        (Parameter("table", "const int8_t *", table, "the output of every input from -128 on"),),
    )
    assert made.kernel is not None
    return replace(made, kernel=Kernel(f"lookup_{size}", "lookup", made.kernel.context))
