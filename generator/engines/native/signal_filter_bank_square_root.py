"""SIGNAL_FILTER_BANK_SQUARE_ROOT: digit by digit, as on paper."""

from generator.engines.native._signal import signal_step
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return signal_step(graph, node, index)
