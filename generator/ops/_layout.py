"""What operators that rearrange elements share: axes, and integers that the file must hold."""

import math
from abc import abstractmethod
from collections.abc import Sequence

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._operator import (
    Operator,
    check_constant,
    check_counts,
    check_dtype,
    check_shape,
    refuse,
)

Shape = tuple[int, ...]


def integers(graph: Graph, node: Node, position: int) -> tuple[int, ...]:
    """The elements of a constant integer input, in order: an axis, a shape, paddings, …"""
    return tuple(int(value) for value in graph.input_tensor(node, position).value.ravel())


def check_integers(
    graph: Graph, node: Node, position: int, count: int | None, *dtypes: str
) -> tuple[int, ...]:
    """Demands a constant of that many integers (any number for None); int32 if not said."""
    tensor = graph.input_tensor(node, position)
    check_dtype(node, tensor, *(dtypes or ("int32",)))
    check_constant(node, tensor)
    if count is not None and tensor.size != count:
        refuse(node, f"tensor {tensor} should hold {count} numbers")
    return integers(graph, node, position)


def resolve_axis(axis: int, rank: int) -> int:
    """The axis counted from the front: negative ones count from the end."""
    return axis + rank if axis < 0 else axis


def check_axis(node: Node, axis: int, rank: int) -> int:
    """Demands an axis within -rank to rank - 1; counted from the front."""
    if not -rank <= axis < rank:
        refuse(node, f"there is no axis {axis} in {rank} dimensions")
    return resolve_axis(axis, rank)


def check_filled(node: Node, *tensors: Tensor) -> None:
    """Demands at least one element in each."""
    for tensor in tensors:
        if tensor.size == 0:
            refuse(node, f"tensor {tensor} is empty")


def check_most_dimensions(node: Node, tensor: Tensor, most: int) -> None:
    """Demands no more dimensions than TensorFlow Lite Micro takes."""
    if len(tensor.shape) > most:
        refuse(node, f"tensor {tensor} has more than {most} dimensions")


def check_moved(graph: Graph, node: Node, position: int, dtypes: Sequence[str]) -> None:
    """Demands that the data input and every output have one and the same of those dtypes."""
    given = graph.input_tensor(node, position)
    check_dtype(node, given, *dtypes)
    outputs = [graph.output_tensor(node, i) for i in range(len(node.outputs))]
    check_filled(node, given, *outputs)
    for output in outputs:
        check_dtype(node, output, given.dtype.name)


def blocks(shape: Shape, axis: int) -> tuple[int, int]:
    """How many elements lie before an axis and behind it: (product before, product behind)."""
    return math.prod(shape[:axis]), math.prod(shape[axis + 1 :])


class Renaming(Operator):
    """An operator whose output has the bytes of its first input, under another shape."""

    def check(self, graph: Graph, node: Node) -> None:
        self.check_shapes(graph, node)
        check_moved(graph, node, 0, self.dtypes)
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        if given.size != output.size:
            refuse(node, f"tensors {given} and {output} do not hold the same elements")

    @abstractmethod
    def check_shapes(self, graph: Graph, node: Node) -> None:
        """Raises ModelError unless the output's shape follows from the inputs and options."""

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (inputs[0].reshape(graph.output_tensor(node).shape),)


def check_image_of_blocks(graph: Graph, node: Node) -> int:
    """Demands one float32 or int8 image batch and a block size above zero, which it gives."""
    check_counts(graph, node, (1, 1))
    given = graph.input_tensor(node, 0)
    if len(given.shape) != 4:
        refuse(node, f"tensor {given} has not 4 dimensions")
    block = int(node.attributes["block_size"])
    if block < 1:
        refuse(node, f"the block size {block} is not above zero")
    return block


def check_output(graph: Graph, node: Node, *shapes: Shape) -> None:
    """Demands these very shapes of the outputs, in order."""
    for position, shape in enumerate(shapes):
        check_shape(node, graph.output_tensor(node, position), shape)
