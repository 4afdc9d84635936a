"""What the tests of MEAN, SUM, REDUCE_MAX, REDUCE_MIN and REDUCE_ALL draw from."""

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.ops.drawing import Draw, constant, data_of, like, shapes
from tests.single_op import T, model, options


def drawn_axes(draw: Draw, rank: int) -> list[int]:
    """One axis or several, in any order, some counted from behind, some named twice."""
    return draw(st.lists(st.integers(-rank, rank - 1), min_size=1, max_size=rank))


def left(shape: Sequence[int], axes: Sequence[int], *, keep: bool) -> tuple[int, ...]:
    """The shape without those axes, or with sizes of 1 instead."""
    gone = {axis % len(shape) for axis in axes}
    if keep:
        return tuple(1 if axis in gone else size for axis, size in enumerate(shape))
    return tuple(size for axis, size in enumerate(shape) if axis not in gone)


def reduction(draw: Draw, op: str, dtype: str, scale: float | None = None) -> bytes:
    """A model with one reduction; the output has a scale of its own if one is given."""
    given = data_of(draw, draw(shapes(1, 4)), dtype)
    axes, keep = drawn_axes(draw, len(given.shape)), draw(st.booleans())
    output = like(given, left(given.shape, axes, keep=keep))
    if scale is not None and dtype != "float32":
        zero_point = draw(st.integers(-128, 127)) if dtype == "int8" else 0
        output = T(output.shape, dtype, scale, zero_point)
    table = options("ReducerOptions", keepDims=keep)
    return model(op, [given, constant(axes)], [output], table)
