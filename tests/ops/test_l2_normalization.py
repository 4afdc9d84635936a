"""L2_NORMALIZATION against TensorFlow Lite Micro; reals within a millionth."""

import numpy as np
from hypothesis import strategies as st

from tests.ops.drawing import data_of, over, shapes, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4, 20)), dtype)
    output = T(given.shape, dtype, 1 / 128) if dtype == "int8" else T(given.shape, dtype)
    file = model("L2_NORMALIZATION", [given], [output], options("L2NormOptions"))
    runs = [[values_of(given.shape, dtype, seed)] for seed in range(3)]
    # Lengths of 0 and 1, and short ones.
    runs += [[np.full(given.shape, given.zero_points, dtype)]]
    runs += [[np.clip(run[0], -3, 3)] for run in runs]
    check_against_oracle(file, inputs=runs, tolerance=None if dtype == "int8" else 1e-6)


def test_refuses_another_output_scale() -> None:
    error = refused(model("L2_NORMALIZATION", [T((2, 3), "int8", 0.5)], [T((2, 3), "int8", 0.5)]))
    assert "scale 1/128" in str(error)
