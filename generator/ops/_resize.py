"""What RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR share: images of another height and width."""

from collections.abc import Sequence

from generator.graph import Graph, Node
from generator.ops._layout import check_integers, check_moved, check_output
from generator.ops._operator import check_counts, check_rank, refuse

# Positions are computed in 32 bits with 10 bits of fraction, and stored in 16 bits.
_LARGEST_SIDE = 65535


def check_resize(graph: Graph, node: Node, dtypes: Sequence[str]) -> None:
    """Demands an image batch and a constant int32 (height, width) of the output."""
    check_counts(graph, node, (2, 2))
    given = graph.input_tensor(node, 0)
    check_rank(node, given, 4)
    check_rank(node, graph.input_tensor(node, 1), 1)
    height, width = check_integers(graph, node, 1, 2)
    check_moved(graph, node, 0, dtypes)
    if max(height, width, *given.shape[1:3]) > _LARGEST_SIDE:
        refuse(node, f"images of more than {_LARGEST_SIDE} rows or columns are not supported")
    check_output(graph, node, (given.shape[0], height, width, given.shape[3]))


def sides(graph: Graph, node: Node) -> tuple[tuple[int, int], tuple[int, int]]:
    """(input, output) size of the rows and of the columns."""
    before, after = graph.input_tensor(node, 0).shape, graph.output_tensor(node).shape
    return (before[1], after[1]), (before[2], after[2])
