"""SIGNAL_ENERGY: bin by bin."""

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
        bins=graph.output_tensor(node).size,
        start=number(node, "start_index"),
        end=number(node, "end_index"),
    )
