"""EMBEDDING_LOOKUP: rows of a table copied, or turned into reals."""

from generator.engines.native._gather import lower_gathering
from generator.graph import Graph, Node
from generator.ops.gather import Gathering
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    rows, table = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    sizes = Gathering(1, 1, table.shape[0], table.size // table.shape[0], rows.size)
    as_it_is = graph.output_tensor(node).dtype == table.dtype
    scale = None if as_it_is else table.affine.scale
    return lower_gathering(graph, node, index, table, rows, sizes, scale)
