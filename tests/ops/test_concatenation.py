"""CONCATENATION against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import data_of, like, over, shapes, signed_axis, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "int64", "float32", "bool")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    first = data_of(data.draw, data.draw(shapes(1, 5)), dtype)
    axis = signed_axis(data.draw, len(first.shape))
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=10))
    inputs = [like(first, _with(first.shape, axis, size)) for size in sizes]
    output = like(first, _with(first.shape, axis, sum(sizes)))
    if len(inputs) > 1 and data.draw(st.booleans()):
        held = inputs[1]
        values = values_of(held.shape, dtype, 1)
        inputs[1] = T(held.shape, dtype, held.scales, held.zero_points, data=values)
    table = options("ConcatenationOptions", axis=axis)
    check_against_oracle(model("CONCATENATION", inputs, [output], table))


def _with(shape: tuple[int, ...], axis: int, size: int) -> tuple[int, ...]:
    changed = list(shape)
    changed[axis] = size
    return tuple(changed)


def test_refuses_inputs_of_other_scales() -> None:
    inputs = [T((2, 3), "int8", 0.5), T((2, 3), "int8", 0.25)]
    table = options("ConcatenationOptions", axis=1)
    error = refused(model("CONCATENATION", inputs, [T((2, 6), "int8", 0.5)], table))
    assert "differ in scale" in str(error)


def test_refuses_shapes_that_do_not_fit() -> None:
    inputs = [T((2, 3), "float32"), T((3, 3), "float32")]
    table = options("ConcatenationOptions", axis=1)
    error = refused(model("CONCATENATION", inputs, [T((2, 6), "float32")], table))
    assert "beyond axis 1" in str(error)
