"""SPACE_TO_BATCH_ND: the smaller images one after the other, pixel by pixel."""

from generator.engines.native._batch_blocks import lower_interleaving
from generator.graph import Graph, Node
from generator.ops.space_to_batch_nd import border
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return lower_interleaving(
        graph, node, index, graph.input_tensor(node, 0).shape, border=border(graph, node)
    )
