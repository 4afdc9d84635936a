"""SIGNAL_WINDOW: frame by frame, in place where that is possible."""

from generator.engines.native._signal import signal_step
from generator.graph import Graph, Node
from generator.ops._signal import number
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return signal_step(
        graph,
        node,
        index,
        in_place=True,
        frame=graph.input_tensor(node, 1).size,
        shift=number(node, "shift"),
    )
