"""What operators share that treat one element after the other: shapes, dtypes, bounds."""

import math
from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._operator import check_per_tensor, refuse
from generator.quantization import dtype_range

# TensorFlow Lite Micro's shapes have room for so many dimensions.
_MOST_DIMENSIONS = 6
# More than any microcontroller can address as RAM; C counts elements in 32 bits besides.
_MOST_BYTES = 2**28
# `value << shift` must stay a shift of 32 bits.
_GREATEST_SHIFT = 30
# Products and ratios of three such scales are ordinary numbers in float32.
_LEAST_SCALE, _GREATEST_SCALE = 2.0**-40, 2.0**40

# The values between which a fused activation clamps; None is unbounded.
ACTIVATION_BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "NONE": (None, None),
    "RELU": (0.0, None),
    "RELU6": (0.0, 6.0),
    "RELU_N1_TO_1": (-1.0, 1.0),
}


def check_size(node: Node, *tensors: Tensor) -> None:
    """Demands tensors that are not empty, of at most 6 dimensions and 256 MiB."""
    for tensor in tensors:
        if tensor.size == 0:
            refuse(node, f"tensor {tensor} is empty")
        if len(tensor.shape) > _MOST_DIMENSIONS:
            refuse(node, f"tensor {tensor} has more than {_MOST_DIMENSIONS} dimensions")
        if tensor.size_bytes > _MOST_BYTES:
            refuse(node, f"tensor {tensor} takes {tensor.size_bytes} bytes, too many for any board")


def check_broadcast(node: Node, output: Tensor, *inputs: Tensor) -> None:
    """Demands that the inputs' shapes broadcast together, and that the output has that shape.

    Leading dimensions of 1 may be missing: they do not change where an element lies.
    """
    check_size(node, output, *inputs)
    try:
        shape = np.broadcast_shapes(*(tensor.shape for tensor in inputs))
    except ValueError:
        named = ", ".join(str(tensor) for tensor in inputs)
        refuse(node, f"the shapes of {named} do not broadcast together")
    if _significant(shape) != _significant(output.shape):
        wanted = "x".join(map(str, shape)) or "scalar"
        refuse(node, f"tensor {output} should have the shape {wanted}")


def _significant(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape without leading ones."""
    first = next((i for i, extent in enumerate(shape) if extent != 1), len(shape))
    return shape[first:]


def check_same_dtype(node: Node, output: Tensor, *inputs: Tensor) -> None:
    """Demands the output's dtype of every input."""
    for tensor in inputs:
        if tensor.dtype != output.dtype:
            refuse(node, f"tensors {tensor} and {output} differ in dtype")


def check_quantized(node: Node, *tensors: Tensor) -> None:
    """Demands one scale of a sane size, and a zero point within the dtype, of each tensor."""
    check_per_tensor(node, *tensors)
    for tensor in tensors:
        if not _LEAST_SCALE <= tensor.affine.scale <= _GREATEST_SCALE:
            refuse(
                node, f"tensor {tensor} has the scale {tensor.affine.scale:g}, out of all reason"
            )
        low, high = dtype_range(tensor.dtype)
        if not low <= tensor.affine.zero_point <= high:
            refuse(node, f"tensor {tensor} has a zero point outside of its type")


def check_symmetric(node: Node, *tensors: Tensor) -> None:
    """Demands the zero point 0 of tensors of 16 bits."""
    for tensor in tensors:
        if tensor.dtype == np.int16 and tensor.affine.zero_point != 0:
            refuse(node, f"tensor {tensor} of 16 bits must have the zero point 0")


def check_unscaled(node: Node, *tensors: Tensor) -> None:
    """Demands plain integers, without a scale."""
    for tensor in tensors:
        if tensor.quantization is not None:
            refuse(node, f"tensor {tensor} has a scale; {node.op} takes plain {tensor.dtype}")


def check_shift(node: Node, *scales: tuple[int, int]) -> None:
    """Demands (multiplier, shift) pairs whose shift to the left fits 32 bits."""
    if any(shift > _GREATEST_SHIFT for _, shift in scales):
        refuse(node, "the output's scale is too small against the inputs' scales")


def check_below_one(node: Node, *scales: tuple[int, int]) -> None:
    """Demands (multiplier, shift) pairs below 1, as TensorFlow Lite Micro does here."""
    if any(shift > 0 for _, shift in scales):
        refuse(node, "the output's scale is too small against the inputs' scales")


def check_activation(node: Node) -> None:
    """Demands a fused activation that is a clamp."""
    activation = node.attributes["activation"]
    if activation not in ACTIVATION_BOUNDS:
        refuse(node, f"the fused activation {activation} is not supported")


def activated(values: Array, activation: str) -> Array:
    """Plain numbers clamped by a fused activation."""
    low, high = ACTIVATION_BOUNDS[activation]
    if low is not None:
        values = np.maximum(values, values.dtype.type(low))
    if high is not None:
        values = np.minimum(values, values.dtype.type(high))
    return values


def is_quantized(tensor: Tensor) -> bool:
    """Whether the dtype is one whose values stand for reals by a scale."""
    return tensor.dtype in (np.int8, np.int16)


def shaped(values: Array, graph: Graph, node: Node) -> tuple[Array, ...]:
    """The single output of a node, in its shape and dtype; integers must fit, or wrap."""
    output = graph.output_tensor(node)
    return (np.asarray(values).astype(output.dtype).reshape(output.shape),)


Loop = tuple[int, ...]


def loop_nest(output: tuple[int, ...], inputs: Sequence[tuple[int, ...]]) -> tuple[Loop, ...]:
    """The fewest nested loops that visit an output's elements in order, the outermost first.

    Each is (extent, step of the output, step of each input), steps in elements; an input that is
    repeated along a loop steps by 0.
    """
    rank = max([len(output), *(len(shape) for shape in inputs)])
    steps = [_steps(output, rank), *(_steps(shape, rank) for shape in inputs)]
    extents = _extended(output, rank)
    nest: list[Loop] = []
    for axis, extent in enumerate(extents):
        if extent == 1:
            continue
        loop = (extent, *(s[axis] for s in steps))
        if nest and all(o == i * extent for o, i in zip(nest[-1][1:], loop[1:], strict=True)):
            loop = (nest.pop()[0] * extent, *loop[1:])
        nest.append(loop)
    return tuple(nest) or ((1, *(1 for _ in steps)),)


def _extended(shape: tuple[int, ...], rank: int) -> tuple[int, ...]:
    return (1,) * (rank - len(shape)) + shape


def _steps(shape: tuple[int, ...], rank: int) -> tuple[int, ...]:
    """Elements from one index to the next along each axis; 0 where there is only one index."""
    extended = _extended(shape, rank)
    return tuple(
        0 if extent == 1 else math.prod(extended[axis + 1 :])
        for axis, extent in enumerate(extended)
    )
