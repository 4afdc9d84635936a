"""What the operators of TensorFlow Lite Micro's signal library share: their options, their checks.

Most of them work on plain integers without a scale, along one axis.
"""

from generator.graph import Graph, Node, Tensor
from generator.ops._element_wise import check_size
from generator.ops._operator import check_dtype, check_rank, check_shape, refuse

INT32_MAX = 2**31 - 1


def number(node: Node, name: str) -> int:
    """An option of a checked node."""
    return int(node.attributes[name])


def check_number(node: Node, name: str, low: int, high: int) -> int:
    """Demands an integer option from low to high; returns it."""
    if name not in node.attributes:
        refuse(node, f"its option {name} is missing")
    value = number(node, name)
    if not low <= value <= high:
        refuse(node, f"its option {name} is {value}; it must be {low} to {high}")
    return value


def check_vector(node: Node, tensor: Tensor, dtype: str, size: int | None = None) -> None:
    """Demands a tensor of one axis, which is not empty, of one dtype, of `size` where told."""
    check_dtype(node, tensor, dtype)
    check_rank(node, tensor, 1)
    check_size(node, tensor)
    if size is not None:
        check_shape(node, tensor, (size,))


def channels(graph: Graph, node: Node) -> int:
    """The length of the first input of a checked node."""
    return graph.input_tensor(node, 0).size
