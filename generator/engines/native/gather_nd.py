"""GATHER_ND: slices copied one after the other, each found by a row of indices."""

from math import prod

from generator.engines.native._move import kernel_name
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.program import Kernel, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    values, indices = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    depth = indices.shape[-1]
    strides = View.whole(values.shape).strides
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{kernel_name(node, values, graph.output_tensor(node))}_by_{depth}",
            "gather_nd",
            rows=indices.size // depth,
            depth=depth,
            axes=tuple((j, values.shape[j] - 1, strides[j]) for j in range(depth)),
            inner=prod(values.shape[depth:]),
            computed=not indices.is_constant,
            dtype=values.dtype.name,
        ),
        inputs=(values.name, indices.name),
        outputs=node.outputs,
    )
