"""TILE against LiteRT; TensorFlow Lite Micro has no such operator."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import strategies as st

from generator.oracles import litert
from tests import oracle
from tests.ops.drawing import constant, data_of, like, over, shapes
from tests.single_op import T, model, options, refused

DTYPES = ("int8", "uint8", "int16", "int32", "int64", "float32", "bool")


@over(DTYPES, data=st.data())
def test_equals_litert(dtype: str, data: st.DataObject) -> None:
    pytest.importorskip("ai_edge_litert", reason="needs the ai-edge-litert wheel")
    given = data_of(data.draw, data.draw(shapes(1, 4, 5)), dtype)
    times = [data.draw(st.integers(1, 3)) for _ in given.shape]
    output = [size * count for size, count in zip(given.shape, times, strict=True)]
    kind = data.draw(st.sampled_from(["int32", "int64"]))
    made = model(
        "TILE", [given, constant(times, kind)], [like(given, output)], options("TileOptions")
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tile.tflite"
        path.write_bytes(made)
        graph = oracle.graph_of(path)
        inputs = oracle.random_inputs(graph, np.random.default_rng(0))
        (expected,) = litert.open_model(path, None).run(inputs)
        (ours,) = oracle.host_model(graph, Path(folder), oracle.SANITIZE).run(inputs)
        (computed,) = oracle.reference(graph, inputs)
    np.testing.assert_array_equal(ours, expected)
    np.testing.assert_array_equal(computed, expected)


@pytest.mark.parametrize(
    ("times", "output", "said"),
    [((0, 2), (0, 6), "repeated 0 times"), ((2,), (4, 3), "2 numbers"), ((2, 1), (2, 3), "2x3")],
)
def test_refuses_what_makes_no_sense(
    times: tuple[int, ...], output: tuple[int, ...], said: str
) -> None:
    inputs = [T((2, 3), "float32"), constant(times)]
    made = model("TILE", inputs, [T(output, "float32")], options("TileOptions"))
    assert said in str(refused(made))
