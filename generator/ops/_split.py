"""What SPLIT and SPLIT_V share: outputs that follow each other along one axis of the input."""

from generator.graph import Graph, Node
from generator.ops._layout import check_axis, check_integers, check_moved, check_output
from generator.ops._operator import check_counts, refuse

DTYPES = ("int8", "int16", "int32", "float32")


def check_parts(node: Node, graph: Graph, inputs: int) -> None:
    """Demands as many outputs as the options say, at least one."""
    count = int(node.attributes["num_splits"])
    if count < 1:
        refuse(node, f"it has {count} parts")
    check_counts(graph, node, (inputs, inputs), count)


def check_split_axis(graph: Graph, node: Node, data: int, axis: int) -> int:
    """Demands a tensor of a known dtype at `data` and one axis of it at `axis`, which it gives."""
    given = graph.input_tensor(node, data)
    check_moved(graph, node, data, DTYPES)
    return check_axis(node, check_integers(graph, node, axis, 1)[0], len(given.shape))


def check_sizes(
    graph: Graph, node: Node, shape: tuple[int, ...], axis: int, sizes: tuple[int, ...]
) -> None:
    """Demands outputs of these sizes along the axis, which together make the input."""
    if sum(sizes) != shape[axis] or min(sizes) < 1:
        refuse(node, f"parts of {list(sizes)} do not make up the {shape[axis]} of axis {axis}")
    check_output(graph, node, *((*shape[:axis], size, *shape[axis + 1 :]) for size in sizes))
