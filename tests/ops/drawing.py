"""What the tests of operators that rearrange or fold elements draw from."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.graph import Array
from tests.single_op import T

Draw = Callable[[st.SearchStrategy[Any]], Any]

# A whole operator, over all of its dtypes; each example compiles a program.
_EXAMPLES = 20


def over(dtypes: Sequence[str], **strategies: st.SearchStrategy[Any]) -> Callable[..., Any]:
    """Runs a test for each dtype, with examples drawn by the strategies."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        count = max(5, _EXAMPLES // len(dtypes))
        drawn = settings(max_examples=count, deadline=None)(given(**strategies)(test))
        return pytest.mark.parametrize("dtype", dtypes)(drawn)

    return decorate


def shapes(least: int, most: int, largest: int = 6) -> st.SearchStrategy[tuple[int, ...]]:
    """Shapes of `least` to `most` dimensions, sizes of 1 often among them."""
    sizes = st.one_of(st.just(1), st.integers(2, largest), st.integers(2, largest))
    return st.lists(sizes, min_size=least, max_size=most).map(tuple)


def data_of(draw: Draw, shape: Sequence[int], dtype: str, scale: float = 0.0) -> T:
    """An activation: int8 has some scale and zero point, int16 a scale and the zero point 0."""
    if dtype not in ("int8", "int16"):
        return T(tuple(shape), dtype)
    zero_point = draw(st.integers(-128, 127)) if dtype == "int8" else 0
    return T(tuple(shape), dtype, scale or draw(scales()), zero_point)


def like(tensor: T, shape: Sequence[int]) -> T:
    """A tensor of another shape with the same dtype, scale and zero point."""
    return T(tuple(shape), tensor.dtype, tensor.scales, tensor.zero_points)


def scales() -> st.SearchStrategy[float]:
    """Scales as converters give them."""
    return st.floats(2.0**-10, 2.0, width=32)


def constant(values: Sequence[int] | Array, dtype: str = "int32") -> T:
    """Integers in the file: one axis, or the shape of the array."""
    array = np.asarray(values, np.dtype(dtype))
    return T(array.shape, dtype, data=array)


def signed_axis(draw: Draw, rank: int) -> int:
    """An axis counted from the front or from behind."""
    return draw(st.integers(-rank, rank - 1))


def values_of(shape: Sequence[int], dtype: str, seed: int) -> Array:
    """Random values over the type's range; reals around zero."""
    generator = np.random.default_rng(seed)
    if dtype == "float32":
        return generator.normal(scale=2.0, size=shape).astype(np.float32)
    if dtype == "bool":
        return generator.integers(0, 2, shape).astype(np.bool_)
    info = np.iinfo(dtype)
    return generator.integers(info.min, info.max, shape, np.dtype(dtype), endpoint=True)
