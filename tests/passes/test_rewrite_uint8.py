"""uint8 models rewritten to int8, against LiteRT, which computes them as they are.

TensorFlow Lite Micro has no uint8 kernels. LiteRT's reference kernels are the oracle.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from generator.graph import Array, Graph
from generator.passes.rewrite_uint8 import rewrite_uint8
from tests import oracle
from tests.data import shared
from tests.ops._layers import Draw, draw_window
from tests.single_op import T, model, options

litert = pytest.importorskip("ai_edge_litert.interpreter", reason="needs the ai-edge-litert wheel")


def _check(path: Path, *, reference: bool) -> None:
    """Our C for the rewritten graph, and our references, give what LiteRT gives for the file."""
    graph = readers.read(path)
    with pytest.raises(ModelError):
        ops.check(graph)
    rewritten, text = rewrite_uint8(graph)
    assert text is not None
    ops.check(rewritten)
    assert _edges(rewritten) == _edges(graph)
    resolver = litert.OpResolverType.BUILTIN_REF
    interpreter = litert.Interpreter(str(path), experimental_op_resolver_type=resolver)
    interpreter.allocate_tensors()
    ours = oracle.host_model(rewritten, path.parent, oracle.SANITIZE)
    generator = np.random.default_rng(0)
    for _ in range(2):
        inputs = oracle.random_inputs(graph, generator)
        expected = _litert(interpreter, inputs)
        oracle.assert_same(ours.run(inputs), expected, "generated C")
        if reference:
            oracle.assert_same(oracle.reference(rewritten, inputs), expected, "NumPy reference")


def _edges(graph: Graph) -> list[tuple[str, str]]:
    return [(name, graph.tensors[name].dtype.name) for name in (*graph.inputs, *graph.outputs)]


def _litert(interpreter: object, inputs: list[Array]) -> list[Array]:
    for details, value in zip(interpreter.get_input_details(), inputs, strict=True):
        interpreter.set_tensor(details["index"], value)
    interpreter.invoke()
    return [interpreter.get_tensor(d["index"]).copy() for d in interpreter.get_output_details()]


def _image(draw: Draw, shape: tuple[int, ...], low: float, high: float) -> T:
    return T(shape, "uint8", np.float32(draw(st.floats(low, high))), draw(st.integers(0, 255)))


def _window_options(table: str, window: object, **more: object) -> object:
    return options(
        table,
        padding=window.padding_code,
        strideH=window.stride[0],
        strideW=window.stride[1],
        **more,
    )


@st.composite
def convolutions(draw):
    """CONV_2D or DEPTHWISE_CONV_2D in uint8, weights with a zero point."""
    depthwise = draw(st.booleans())
    window = draw_window(draw, dilated=False)
    channels, outputs = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    if depthwise:
        outputs = channels
    shape = (1, *window.kernel, outputs) if depthwise else (outputs, *window.kernel, channels)
    given_ = _image(draw, (1, *window.image, channels), 0.01, 0.5)
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scale = np.float32(generator.uniform(1e-3, 2e-2))
    zero_point = draw(st.integers(0, 255))
    weights = T(shape, "uint8", scale, zero_point, data=generator.integers(0, 256, shape))
    values = generator.integers(-20000, 20000, outputs)
    bias = T((outputs,), "int32", given_.scales * scale, data=values)
    output = _image(draw, (1, *window.outputs, outputs), 0.05, 2.0)
    name = "DEPTHWISE_CONV_2D" if depthwise else "CONV_2D"
    table = "DepthwiseConv2DOptions" if depthwise else "Conv2DOptions"
    more = {"depthMultiplier": 1} if depthwise else {}
    activation = draw(st.integers(0, 3))
    choices = _window_options(table, window, fusedActivationFunction=activation, **more)
    return model(name, [given_, weights, bias], [output], choices)


@st.composite
def fully_connected(draw):
    """FULLY_CONNECTED in uint8, weights with a zero point."""
    depth, outputs = draw(st.integers(1, 30)), draw(st.integers(1, 9))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    given_ = _image(draw, (2, depth), 0.01, 0.5)
    scale = np.float32(generator.uniform(1e-3, 2e-2))
    shape = (outputs, depth)
    weights = T(
        shape, "uint8", scale, draw(st.integers(0, 255)), data=generator.integers(0, 256, shape)
    )
    values = generator.integers(-2000, 2000, outputs)
    bias = T((outputs,), "int32", given_.scales * scale, data=values)
    output = _image(draw, (2, outputs), 0.2, 2.0)
    return model(
        "FULLY_CONNECTED", [given_, weights, bias], [output], options("FullyConnectedOptions")
    )


@st.composite
def pools(draw):
    """AVERAGE_POOL_2D or MAX_POOL_2D in uint8."""
    window = draw_window(draw, dilated=False)
    channels = draw(st.integers(1, 6))
    given_ = _image(draw, (1, *window.image, channels), 0.01, 0.5)
    output = T((1, *window.outputs, channels), "uint8", given_.scales, given_.zero_points)
    sizes = {"filterHeight": window.kernel[0], "filterWidth": window.kernel[1]}
    name = draw(st.sampled_from(["AVERAGE_POOL_2D", "MAX_POOL_2D"]))
    return model(name, [given_], [output], _window_options("Pool2DOptions", window, **sizes))


@st.composite
def additions(draw):
    """ADD in uint8."""
    shape = (1, 3, 4)
    addends = [_image(draw, shape, 0.01, 0.5), _image(draw, shape, 0.01, 0.5)]
    return model("ADD", addends, [_image(draw, shape, 0.02, 1.0)], options("AddOptions"))


@pytest.mark.parametrize("layers", [convolutions, fully_connected, pools, additions])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_layer_equals_litert(layers, data: st.DataObject, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("uint8") / "single.tflite"
    path.write_bytes(data.draw(layers()))
    _check(path, reference=True)


def test_a_whole_mobilenet_equals_litert(tmp_path: Path) -> None:
    source = shared("robustness/legacy_uint8/mobilenet_v1_0.25_128_quant.tflite")
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    _check(path, reference=False)  # which would take minutes


@pytest.mark.parametrize(
    ("op", "source", "target"),
    [("QUANTIZE", T((2,), "uint8", 0.1, 128), T((2,), "int8", 0.1)), ("RELU", T((2,)), T((2,)))],
)
def test_leaves_other_models_alone(op: str, source: T, target: T, tmp_path: Path) -> None:
    path = tmp_path / "modern.tflite"
    path.write_bytes(model(op, [source], [target]))
    graph = readers.read(path)
    assert rewrite_uint8(graph) == (graph, None)
