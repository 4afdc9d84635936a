"""What PAD, PADV2 and MIRROR_PAD share: how many elements come before and behind each axis."""

from generator.graph import Graph, Node
from generator.ops._layout import check_integers, check_output, integers
from generator.ops._operator import refuse

Paddings = tuple[tuple[int, int], ...]


def paddings(graph: Graph, node: Node) -> Paddings:
    """(before, behind) for each axis."""
    flat = integers(graph, node, 1)
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def check_paddings(graph: Graph, node: Node, *dtypes: str) -> Paddings:
    """Demands a constant pair of sizes, none negative, for each axis, and an output that fits."""
    shape = graph.input_tensor(node, 0).shape
    check_integers(graph, node, 1, 2 * len(shape), *dtypes)
    pairs = paddings(graph, node)
    if any(size < 0 for pair in pairs for size in pair):
        refuse(node, f"the paddings {pairs} are not all at least 0")
    padded = (b + size + e for size, (b, e) in zip(shape, pairs, strict=True))
    check_output(graph, node, tuple(padded))
    return pairs
