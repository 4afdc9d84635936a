"""SIGNAL_FFT_AUTO_SCALE: once over the frame for its magnitude, once to shift it."""

from generator.engines.native._signal import signal_step
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return signal_step(graph, node, index, in_place=True)
