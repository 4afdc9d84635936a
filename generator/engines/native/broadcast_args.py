"""BROADCAST_ARGS: leading extents of the longer shape, then one of each two."""

from generator.graph import Graph, Node
from generator.ops._binary import operands
from generator.program import Kernel, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    first, second, output = operands(graph, node)
    kernel = Kernel.of(
        f"broadcast_args_{first.size}_{second.size}_{output.dtype}",
        "broadcast_args",
        leading=abs(first.size - second.size),
        common=min(first.size, second.size),
        longer=0 if first.size >= second.size else 1,
        dtype=output.dtype.name,
    )
    return Step(index, node.op, node.name, kernel, (first.name, second.name), node.outputs)
