"""PACK: tensors of one shape stacked along a new axis."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_axis, check_filled, check_output
from generator.ops._operator import Operator, check_counts, check_dtype, check_shape, refuse


class Pack(Operator):
    """Inputs: `values_count` tensors of one shape and dtype. Output: they, along `axis`."""

    name = "PACK"
    options = "PackOptions"
    dtypes = ("int8", "int16", "int32", "int64", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        count = int(node.attributes["values_count"])
        if count < 1:
            refuse(node, f"it packs {count} values")
        check_counts(graph, node, (count, count))
        first = graph.input_tensor(node, 0)
        check_dtype(node, first, *self.dtypes)
        check_dtype(node, graph.output_tensor(node), first.dtype.name)
        check_filled(node, first)
        for position in range(count):
            check_dtype(node, graph.input_tensor(node, position), first.dtype.name)
            check_shape(node, graph.input_tensor(node, position), first.shape)
        axis = check_axis(node, node.attributes["axis"], len(first.shape) + 1)
        check_output(graph, node, (*first.shape[:axis], count, *first.shape[axis:]))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (np.stack(inputs, node.attributes["axis"]),)


OPERATOR = Pack()
