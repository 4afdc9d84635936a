"""SHAPE against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import over, shapes
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "uint8", "int16", "int32", "float32", "bool")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    shape = data.draw(shapes(1, 5))
    table = options("ShapeOptions", outType=2)
    check_against_oracle(
        model("SHAPE", [T(shape, dtype)], [T((len(shape),), "int32")], table), runs=1
    )


def test_refuses_64_bits() -> None:
    error = refused(model("SHAPE", [T((2, 3), "float32")], [T((2,), "int64")]))
    assert "is not int32" in str(error)
