"""SPLIT: equal parts along one axis."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import integers, resolve_axis
from generator.ops._operator import Operator, refuse
from generator.ops._split import DTYPES, check_parts, check_sizes, check_split_axis


class Split(Operator):
    """Inputs: the axis, a constant int32 of one element; the tensor. Outputs: `num_splits`."""

    name = "SPLIT"
    options = "SplitOptions"
    dtypes = DTYPES

    def check(self, graph: Graph, node: Node) -> None:
        check_parts(node, graph, 2)
        axis = check_split_axis(graph, node, 1, 0)
        shape = graph.input_tensor(node, 1).shape
        count = len(node.outputs)
        if shape[axis] % count:
            refuse(node, f"axis {axis} of {shape[axis]} cannot be split into {count} equal parts")
        check_sizes(graph, node, shape, axis, (shape[axis] // count,) * count)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        axis = resolve_axis(integers(graph, node, 0)[0], inputs[1].ndim)
        return tuple(np.split(inputs[1], len(node.outputs), axis))


OPERATOR = Split()
