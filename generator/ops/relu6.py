"""RELU6: nothing below 0 or above 6."""

from generator.graph import Graph, Node
from generator.ops._operator import refuse
from generator.ops._relu import Relu, constants


class Relu6(Relu):
    """output = min(max(x, 0), 6); quantised input and output have one scale and zero point."""

    name = "RELU6"

    def check_scales(self, graph: Graph, node: Node) -> None:
        if not constants(graph, node).keeps_values:
            given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
            refuse(node, f"tensors {given} and {output} differ in scale or zero point")


OPERATOR = Relu6()
